using Prometheus;

namespace BigBen.ServiceDefaults.Metrics;

/// <summary>The runtime's heap, collector and thread pool, read when a scrape asks; what the library's own collector leaves out.</summary>
internal static class RuntimeMetrics
{
    public static void Register(CollectorRegistry registry, IMetricFactory metrics)
    {
        var heap = metrics.CreateGauge("dotnet_gc_heap_size_bytes", "The managed heap after the last collection, fragmentation included.");
        var committed = metrics.CreateGauge("dotnet_gc_committed_bytes", "Memory that the collector had committed at the last collection.");
        var allocated = metrics.CreateCounter("dotnet_gc_allocated_bytes_total", "Bytes allocated on the managed heap since the start.");
        var paused = metrics.CreateCounter("dotnet_gc_pause_seconds_total", "Time that collections have held the program since the start.");
        var threads = metrics.CreateGauge("dotnet_thread_pool_threads", "Threads of the thread pool.");
        var queued = metrics.CreateGauge("dotnet_thread_pool_queue_length", "Work items that wait for a thread of the pool.");
        var completed = metrics.CreateCounter("dotnet_thread_pool_work_items_total", "Work items that the thread pool has done.");
        var contended = metrics.CreateCounter("dotnet_lock_contentions_total", "Times that a thread had to wait for a monitor's lock.");
        registry.AddBeforeCollectCallback(() =>
        {
            var memory = GC.GetGCMemoryInfo(GCKind.Any);
            heap.Set(memory.HeapSizeBytes);
            committed.Set(memory.TotalCommittedBytes);
            allocated.IncTo(GC.GetTotalAllocatedBytes());
            paused.IncTo(GC.GetTotalPauseDuration().TotalSeconds);
            threads.Set(ThreadPool.ThreadCount);
            queued.Set(ThreadPool.PendingWorkItemCount);
            completed.IncTo(ThreadPool.CompletedWorkItemCount);
            contended.IncTo(Monitor.LockContentionCount);
        });
    }
}
