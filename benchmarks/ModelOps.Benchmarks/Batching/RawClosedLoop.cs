using Microsoft.ML.OnnxRuntime;
using ModelOps.Benchmarks.Models;

namespace ModelOps.Benchmarks.Batching;

/// <summary>The same callers on ONNX Runtime's own API: one session, which may be called by many at once, and values of each caller allocated before the first call.</summary>
internal sealed class RawClosedLoop : IDisposable
{
    private static readonly string[] InputNames = ["x"];
    private static readonly string[] OutputNames = ["y"];
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly OrtValue[][] _inputs;
    private readonly OrtValue[][] _outputs;

    public RawClosedLoop(BenchmarkModel model, int callers)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model.Bytes, options);
        _inputs = [.. Enumerable.Range(0, callers).Select(_ => new[] { OrtValue.CreateTensorValueFromMemory(model.Input(1), model.InputShape(1)) })];
        _outputs = [.. Enumerable.Range(0, callers).Select(_ => new[] { OrtValue.CreateTensorValueFromMemory(new float[model.OutputColumns], [1, model.OutputColumns]) })];
    }

    /// <summary>The answer of a caller.</summary>
    public float[] AnswerOf(int caller) => _outputs[caller][0].GetTensorDataAsSpan<float>().ToArray();

    /// <summary>So many calls in all, the same number by each caller.</summary>
    public async ValueTask CallAsync(int calls)
    {
        int each = (calls + _inputs.Length - 1) / _inputs.Length;
        await Task.WhenAll(Enumerable.Range(0, _inputs.Length).Select(caller => Task.Run(() =>
        {
            for (int i = 0; i < each; i++) { _session.Run(_runOptions, InputNames, _inputs[caller], OutputNames, _outputs[caller]); }
        })));
    }

    public void Dispose()
    {
        foreach (OrtValue[] values in (OrtValue[][])[.. _inputs, .. _outputs]) { values[0].Dispose(); }
        _session.Dispose();
        _runOptions.Dispose();
    }
}
