//! Features of Chromium's DevTools protocol.

use super::{Page, Result};
use serde_json::{Value, json};

/// What a page holds after garbage collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holdings {
    pub(crate) nodes: u64,
    pub(crate) listeners: u64,
    pub(crate) documents: u64,
}

impl Page {
    /// Sends a command of the Chrome DevTools Protocol.
    pub(crate) async fn cdp(&self, method: &str, params: Value) -> Result<Value> {
        Ok(self.driver.cdp().send_raw(method, params).await?)
    }

    /// Resizes the viewport, as on a device without scroll bars.
    pub(crate) async fn resize(&self, width: u32, height: u32) -> Result {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
            .await
            .map(drop)
    }

    /// Sets the preferred colour scheme. Motion is always reduced, so that no colour is in transition.
    pub(crate) async fn prefer(&self, scheme: &str) -> Result {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await
        .map(drop)
    }

    /// Takes the page offline or online.
    pub(crate) async fn offline(&self, offline: bool) -> Result {
        self.cdp("Network.enable", json!({})).await?;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", conditions)
            .await
            .map(drop)
    }

    /// Counts what the page holds.
    pub(crate) async fn holdings(&self) -> Result<Holdings> {
        // Several rounds, because objects freed in one round may have retained others.
        for _ in 0..3 {
            self.cdp("HeapProfiler.collectGarbage", json!({})).await?;
        }
        self.cdp("Performance.enable", json!({})).await?;
        let answer = self.cdp("Performance.getMetrics", json!({})).await?;
        let metrics = answer["metrics"].as_array().cloned().unwrap_or_default();
        let metric = |name: &str| {
            let found = metrics.iter().find(|metric| metric["name"] == json!(name));
            found
                .and_then(|metric| metric["value"].as_f64())
                .unwrap_or_default() as u64
        };
        Ok(Holdings {
            nodes: metric("Nodes"),
            listeners: metric("JSEventListeners"),
            documents: metric("Documents"),
        })
    }
}
