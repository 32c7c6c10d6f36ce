using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Benchmarks.Forests;

/// <summary>The peer of the bars: ONNX Runtime with one thread, values made once and handed over in every call.</summary>
internal sealed class RunForest : IForestPeer
{
    private static readonly string[] InputNames = ["x"];
    private static readonly string[] OutputNames = ["y"];
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly List<OrtValue[]> _inputs = [];
    private readonly OrtValue[] _outputs;
    private int _next;

    public RunForest(BenchmarkForest forest, byte[] file, float[] rows, int batch)
    {
        _session = OrtForestSession.Load(file);
        Output = new float[batch * forest.Targets];
        _outputs = [OrtValue.CreateTensorValueFromMemory(Output, [batch, forest.Targets])];
        int length = batch * BenchmarkForest.Features;
        for (int first = 0; first + length <= rows.Length; first += length)
        {
            _inputs.Add([OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, rows.AsMemory(first, length), [batch, BenchmarkForest.Features])]);
        }
    }

    public string Name => "raw Run";

    public float[] Output { get; }

    public void Run()
    {
        _session.Run(_runOptions, InputNames, _inputs[_next], OutputNames, _outputs);
        _next = _next + 1 == _inputs.Count ? 0 : _next + 1;
    }

    public void Dispose()
    {
        foreach (OrtValue[] input in _inputs) { input[0].Dispose(); }
        _outputs[0].Dispose();
        _session.Dispose();
        _runOptions.Dispose();
    }
}
