"""How gunicorn serves: threads in a few processes, no control socket, logs through our redaction."""

from config import env, logs

_conf = env.load()
wsgi_app = "config.wsgi"
bind = [f"[{_conf.BIND}]:{_conf.PORT}" if ":" in _conf.BIND else f"{_conf.BIND}:{_conf.PORT}"]
workers = _conf.WEB_WORKERS
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
logconfig_dict = logs.as_dict(_conf.LOG_LEVEL, _conf.LOG_FORMAT)
