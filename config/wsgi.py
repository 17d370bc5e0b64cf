"""What gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from config import env

env.settings_module()
application = get_wsgi_application()
