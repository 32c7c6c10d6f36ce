using System.Diagnostics.Metrics;

namespace ModelOps.Benchmarks.Serving;

/// <summary>Takes every measurement of ModelOps and only counts it, so that what shows is the cost of measuring.</summary>
internal sealed class MetricsSink : IDisposable
{
    private readonly MeterListener _listener;

    public MetricsSink()
    {
        _listener = new MeterListener { InstrumentPublished = Enable };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Count++);
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Count++);
        _listener.Start();
    }

    /// <summary>Measurements so far, by calls of one thread.</summary>
    public long Count { get; private set; }

    public void Dispose() => _listener.Dispose();

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == ModelOpsDiagnostics.MeterName) { listener.EnableMeasurementEvents(instrument); }
    }
}
