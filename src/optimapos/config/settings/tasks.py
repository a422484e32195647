"""Celery: tasks are wake-ups. What they work off is in tables, so a task may run twice or never."""

from datetime import timedelta

from optimapos.config.settings.databases import REDIS_URL
from optimapos.config.settings.environment import env

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# A dead broker must not hang whoever publishes: the periodic sweep makes up for a lost wake-up.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 0.2,
    "socket_connect_timeout": 0.2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
CELERY_BEAT_SCHEDULE = {
    "relay the outbox": {"task": "optimapos.core.tasks.relay_outbox", "schedule": timedelta(seconds=15)},
    "sweep reservations": {"task": "optimapos.inventory.tasks.sweep_reservations", "schedule": timedelta(minutes=5)},
    "poll payments": {"task": "optimapos.payments.tasks.poll_payments", "schedule": timedelta(seconds=5)},
    "sweep imports": {"task": "optimapos.imports.tasks.sweep_imports", "schedule": timedelta(minutes=1)},
    "compact till changes": {"task": "optimapos.tills.tasks.compact_till_changes", "schedule": timedelta(hours=1)},
    "forget import files": {"task": "optimapos.imports.tasks.forget_import_files", "schedule": timedelta(hours=6)},
    "sweep pictures": {"task": "optimapos.products.tasks.sweep_pictures", "schedule": timedelta(hours=1)},
    "send mails": {"task": "optimapos.papers.tasks.send_mails", "schedule": timedelta(minutes=1)},
    "sweep logos": {"task": "optimapos.papers.tasks.sweep_logos", "schedule": timedelta(hours=6)},
    "review stock": {"task": "optimapos.purchases.tasks.review_stock", "schedule": timedelta(minutes=15)},
    "expire wallets": {"task": "optimapos.wallet.tasks.expire_wallets", "schedule": timedelta(hours=1)},
    "forget idempotency keys": {
        "task": "optimapos.apikit.tasks.forget_idempotency_keys",
        "schedule": timedelta(hours=1),
    },
}
