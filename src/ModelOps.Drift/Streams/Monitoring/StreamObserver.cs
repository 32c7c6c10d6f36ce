using System.Runtime.InteropServices;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Hands the values of calls and of labels over to their detectors, without waiting for them.</summary>
internal sealed class StreamObserver(StreamDirectory directory, StreamBuffer buffer, TimeProvider time) : IInferenceObserver, ILabelledPredictionObserver
{
    private const int ChunkLength = 64;

    public bool IsEnabled => directory.HasStreams;

    public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed)
    {
        if (directory.Find(response.ModelName, response.ModelVersion) is not { } version) { return; }
        long now = time.GetUtcNow().UtcTicks;
        foreach (WatchedStream stream in version.Inputs) { HandOver(stream, request.Inputs, now); }
        foreach (WatchedStream stream in version.Outputs) { HandOver(stream, response.Outputs, now); }
        foreach (WatchedStream stream in version.Failures) { HandOver(stream, 0, now); }
        if (response.IsCached) { return; }
        foreach (WatchedStream stream in version.Latencies) { HandOver(stream, elapsed.TotalSeconds, now); }
    }

    public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed)
    {
        if (!IsOfTheHost(error) || directory.FindAsked(request.Model) is not { Failures.Length: > 0 } version) { return; }
        long now = time.GetUtcNow().UtcTicks;
        foreach (WatchedStream stream in version.Failures) { HandOver(stream, 1, now); }
    }

    public void OnLabelled(LabelledPrediction prediction)
    {
        if (directory.Find(prediction.Model, prediction.Version) is not { Labelled.Length: > 0 } version) { return; }
        long now = time.GetUtcNow().UtcTicks;
        double error = prediction.Prediction - prediction.Label;
        foreach (WatchedStream stream in version.Labelled)
        {
            HandOver(
                stream,
                stream.Plan.Source switch
                {
                    StreamSource.AbsoluteError => Math.Abs(error),
                    StreamSource.SquaredError => error * error,
                    _ when double.IsNaN(error) || prediction.Task == PredictionTask.Regression => double.NaN,
                    _ => prediction.Error,
                },
                now);
        }
    }

    private static bool IsOfTheHost(Exception error) => error switch
    {
        OperationCanceledException => false,
        ModelOpsException known => known.Kind is ModelOpsErrorKind.Internal or ModelOpsErrorKind.Unavailable or ModelOpsErrorKind.DeadlineExceeded or ModelOpsErrorKind.FailedPrecondition or ModelOpsErrorKind.DataLoss,
        _ => true,
    };

    private void HandOver(WatchedStream stream, double value, long now) => HandOver(stream, MemoryMarshal.CreateReadOnlySpan(ref value, 1), now);

    private void HandOver(WatchedStream stream, ReadOnlySpan<double> values, long now)
    {
        if (!buffer.Ring.TryAdd(stream, values, now)) { stream.Version.Lose(values.Length); }
    }

    private void HandOver(WatchedStream stream, InferenceTensorCollection tensors, long now)
    {
        if (stream.Find(tensors, out int rows, out int width) is not { } tensor) { return; }
        Span<double> chunk = stackalloc double[ChunkLength];
        for (int row = 0; row < rows; row += ChunkLength)
        {
            int count = Math.Min(ChunkLength, rows - row);
            for (int i = 0; i < count; i++) { TensorNumbers.Read(tensor, ((row + i) * width) + stream.Plan.Column, chunk.Slice(i, 1)); }
            HandOver(stream, chunk[..count], now);
        }
    }
}
