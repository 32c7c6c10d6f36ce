using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Benchmarks.Forests;

/// <summary>The peer: ONNX Runtime with one thread and inputs bound once, a binding for each batch of the rows, so that a call copies nothing.</summary>
internal sealed class BoundForest : IDisposable
{
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly List<OrtIoBinding> _bindings = [];
    private readonly List<OrtValue> _values = [];
    private int _next;

    public BoundForest(byte[] file, float[] rows, int batch)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(file, options);
        Output = new float[batch];
        OrtValue output = Keep(OrtValue.CreateTensorValueFromMemory(Output, [batch, 1]));
        int length = batch * BenchmarkForest.Features;
        for (int first = 0; first + length <= rows.Length; first += length)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput("x", Keep(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, rows.AsMemory(first, length), [batch, BenchmarkForest.Features])));
            binding.BindOutput("y", output);
            _bindings.Add(binding);
        }
    }

    /// <summary>The last answer.</summary>
    public float[] Output { get; }

    /// <summary>Scores the next batch.</summary>
    public void Run()
    {
        _session.RunWithBinding(_runOptions, _bindings[_next]);
        _next = _next + 1 == _bindings.Count ? 0 : _next + 1;
    }

    public void Dispose()
    {
        foreach (OrtIoBinding binding in _bindings) { binding.Dispose(); }
        foreach (OrtValue value in _values) { value.Dispose(); }
        _session.Dispose();
        _runOptions.Dispose();
    }

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
