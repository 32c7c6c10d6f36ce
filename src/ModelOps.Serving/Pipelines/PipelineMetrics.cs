using System.Diagnostics.Metrics;

namespace ModelOps.Serving.Pipelines;

internal sealed class PipelineMetrics
{
    private const string StepTag = "modelops.pipeline.step";
    private readonly Histogram<double> _step;

    public PipelineMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _step = meter.CreateHistogram(
            "modelops.pipeline.step.duration", unit: "s", description: "Time of one step of a pipeline.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5] });
    }

    public void StepEnded(TimeSpan elapsed, string pipeline, string step, Exception? error)
    {
        if (!_step.Enabled) { return; }
        KeyValuePair<string, object?> model = new(ModelOpsTagNames.Model, pipeline);
        KeyValuePair<string, object?> name = new(StepTag, step);
        if (error is null) { _step.Record(elapsed.TotalSeconds, model, name); }
        else
        {
            string type = error is ModelOpsException known ? known.Code : error is OperationCanceledException ? "cancelled" : error.GetType().FullName!;
            _step.Record(elapsed.TotalSeconds, model, name, new KeyValuePair<string, object?>(ModelOpsTagNames.ErrorType, type));
        }
    }
}
