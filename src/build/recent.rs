//! What was made last and is likely to be asked for again, by what it was made from.
//!
//! **Invariant:** what is remembered never changes what is made, and there is never more of it than was allowed.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// Values by key, at most `LIMIT` of them: when there are more, all are forgotten.
#[derive(Debug)]
pub(super) struct Recent<K, V, const LIMIT: usize> {
    known: RwLock<FxHashMap<K, Arc<V>>>,
}

impl<K, V, const LIMIT: usize> Default for Recent<K, V, LIMIT> {
    fn default() -> Self {
        Recent { known: RwLock::default() }
    }
}

impl<K: Hash + Eq, V, const LIMIT: usize> Recent<K, V, LIMIT> {
    /// The value of a key, if it is remembered.
    pub(super) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<Arc<V>>
    where
        K: Borrow<Q>,
    {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Remembers a value; of two threads that made one at the same time, the later one's.
    pub(super) fn put(&self, key: K, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= LIMIT {
            known.clear();
        }
        known.insert(key, Arc::clone(&value));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_remembered_than_allowed() {
        let recent: Recent<&str, u8, 2> = Recent::default();
        recent.put("a", 1);
        recent.put("b", 2);
        assert_eq!(recent.get("a").as_deref(), Some(&1));
        recent.put("c", 3);
        assert_eq!((recent.get("a"), recent.get("c").as_deref()), (None, Some(&3)));
    }
}
