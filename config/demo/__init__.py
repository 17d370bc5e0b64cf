"""The demo business: believable data, and the play that makes it with the product's own services on a moved clock."""
