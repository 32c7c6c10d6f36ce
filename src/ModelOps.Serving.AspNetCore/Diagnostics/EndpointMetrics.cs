using System.Diagnostics.Metrics;

namespace ModelOps.Serving.AspNetCore.Diagnostics;

/// <summary>What the server's own metrics do not tell. Its <c>http.server.request.duration</c> has the statuses.</summary>
internal sealed class EndpointMetrics
{
    private readonly Counter<long> _aborted;

    public EndpointMetrics(IMeterFactory? meters)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _aborted = meter.CreateCounter<long>("modelops.endpoint.aborted", unit: "{request}", description: "Requests whose caller left before the answer was whole.");
    }

    public void Aborted() => _aborted.Add(1);
}
