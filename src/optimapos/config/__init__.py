"""Configuration: settings by topic, urls, wiring, Celery, WSGI and the command line. The top floor."""
