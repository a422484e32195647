import time
from tests.servers import running, Unanswered
from tests.torture.stand import make_stand
from tests.concurrency.orders import CHECKOUT, sale
def test_k():
    stand = make_stand()
    with running("tests.torture.warm:application") as server:
        for _ in range(6):
            server.kill_workers()
            t=time.monotonic()
            c = server.client(stand.tokens[0], timeout=20)
            def until(f):
                while True:
                    try: return f()
                    except Unanswered: time.sleep(.005)
            until(lambda: c.send("GET","/healthz")); t1=time.monotonic()
            until(lambda: c.post(CHECKOUT, sale([(stand.products[0],1)]))); t2=time.monotonic()
            c.post(CHECKOUT, sale([(stand.products[0],1)])); t3=time.monotonic()
            c.post("/api/sales/"); t4=time.monotonic()
            print(f"health {t1-t:.3f} first checkout {t2-t1:.3f} second {t3-t2:.3f} cart {t4-t3:.3f}")
            c.close()
