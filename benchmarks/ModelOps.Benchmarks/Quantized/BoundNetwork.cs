using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Benchmarks.Quantized;

/// <summary>The peer: ONNX Runtime with one thread and inputs and outputs bound once, a binding for each batch of the rows.</summary>
internal sealed class BoundNetwork : IDisposable
{
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly List<OrtIoBinding> _bindings = [];
    private readonly List<OrtValue> _values = [];
    private int _next;

    public BoundNetwork(byte[] file, float[] rows, int batch, int features, int outputs)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(file, options);
        Output = new float[batch * outputs];
        OrtValue output = Keep(OrtValue.CreateTensorValueFromMemory(Output, [batch, outputs]));
        for (int first = 0; first + (batch * features) <= rows.Length; first += batch * features)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput("x", Keep(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, rows.AsMemory(first, batch * features), [batch, features])));
            binding.BindOutput("y", output);
            _bindings.Add(binding);
        }
    }

    /// <summary>The last answer.</summary>
    public float[] Output { get; }

    /// <summary>Number of different batches.</summary>
    public int Batches => _bindings.Count;

    /// <summary>Answers the next batch.</summary>
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
