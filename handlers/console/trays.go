package console

import (
	"context"
	"strconv"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// trayCount is how far the threads of a tray are counted: beyond it the page says "99+", and takes no longer for a hundred thousand.
const trayCount = 99

// count tells how many threads lie in each tray of somebody.
func (h *console) count(ctx context.Context, me string, list []tray) error {
	for i := range list {
		found, err := h.Store.Threads(ctx, trayOf(list[i].Name, me), store.ThreadPlace{}, trayCount+1)
		if err != nil {
			return err
		}
		list[i].Count = strconv.Itoa(len(found))
		if len(found) > trayCount {
			list[i].Count = strconv.Itoa(trayCount) + "+"
		}
	}
	return nil
}

// trayOf is a tray as the store knows it.
func trayOf(name fsm.TrayName, me string) fsm.Tray {
	if name == fsm.TrayMine {
		return fsm.Tray{Name: name, Owner: me}
	}
	return fsm.Tray{Name: name}
}
