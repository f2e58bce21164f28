using System.Diagnostics.Metrics;
using Polly.Telemetry;

namespace BigBen.ServiceB.ServiceA;

/// <summary>Counts what the pipeline does, by Polly's names: OnRetry, OnTimeout, OnCircuitOpened, OnCircuitHalfOpened, OnCircuitClosed.</summary>
internal sealed class ServiceAEvents(Meter meter) : TelemetryListener
{
    private readonly Counter<long> _events =
        meter.CreateCounter<long>("service_a.client.events", "{event}", "Retries, timeouts and circuit changes of calls to service A.");

    public override void Write<TResult, TArgs>(in TelemetryEventArguments<TResult, TArgs> args)
    {
        // The others (PipelineExecuting, ExecutionAttempt, PipelineExecuted) say that there was a call.
        if (args.Event.EventName.StartsWith("On", StringComparison.Ordinal))
            _events.Add(1, new KeyValuePair<string, object?>("event", args.Event.EventName));
    }
}
