using Polly.CircuitBreaker;
using Prometheus;

namespace BigBen.ServiceB.ServiceA;

/// <summary>What the pipeline does, by the names that Polly gives its events, and the state of its circuit.</summary>
internal sealed class ServiceAMetrics
{
    private readonly Counter _events;

    public ServiceAMetrics(IMetricFactory metrics, CollectorRegistry registry)
    {
        _events = metrics.CreateCounter(
            "service_a_client_events_total", "Retries, timeouts and circuit changes of calls to service A.", ["event"]);
        var circuit = metrics.CreateGauge(
            "service_a_client_circuit_state", "1 for the state that the circuit to service A is in.", ["state"]);
        registry.AddBeforeCollectCallback(() =>
        {
            foreach (var state in Enum.GetValues<CircuitState>())
                circuit.WithLabels(state.ToString()).Set(state == Circuit.CircuitState ? 1 : 0);
        });
    }

    /// <summary>Tells the circuit's state; the pipeline is built with it.</summary>
    public CircuitBreakerStateProvider Circuit { get; } = new();

    /// <summary>Counts an event: OnRetry, OnTimeout, OnCircuitOpened, OnCircuitHalfOpened, OnCircuitClosed.</summary>
    public ValueTask Count(string name)
    {
        _events.WithLabels(name).Inc();
        return ValueTask.CompletedTask;
    }
}
