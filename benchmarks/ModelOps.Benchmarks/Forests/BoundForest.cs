using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A peer: ONNX Runtime with one thread and inputs bound once, a binding for each batch of the rows, so that a call copies nothing.</summary>
internal sealed class BoundForest : IForestPeer
{
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly List<OrtIoBinding> _bindings = [];
    private readonly List<OrtValue> _values = [];
    private int _next;

    public BoundForest(BenchmarkForest forest, byte[] file, float[] rows, int batch)
    {
        _session = OrtForestSession.Load(file);
        Output = new float[batch * forest.Targets];
        OrtValue output = Keep(OrtValue.CreateTensorValueFromMemory(Output, [batch, forest.Targets]));
        int length = batch * BenchmarkForest.Features;
        for (int first = 0; first + length <= rows.Length; first += length)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput("x", Keep(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, rows.AsMemory(first, length), [batch, BenchmarkForest.Features])));
            binding.BindOutput("y", output);
            _bindings.Add(binding);
        }
    }

    public string Name => "raw IoBinding";

    public float[] Output { get; }

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
