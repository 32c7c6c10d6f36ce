using Microsoft.ML.OnnxRuntime;
using ModelOps.Benchmarks.Models;

namespace ModelOps.Benchmarks.Serving;

/// <summary>The peer of in-process calls: ONNX Runtime's own API at its best, with everything allocated before the first call.</summary>
/// <remarks>One thread, sequential, no spinning, all optimisations: the settings that serving uses.</remarks>
internal sealed class RawOnnxRuntime : IDisposable
{
    private static readonly string[] InputNames = ["x"];
    private static readonly string[] OutputNames = ["y"];
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    /// <summary>Loads a model and allocates all memory of a call.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Rows of a call.</param>
    public RawOnnxRuntime(BenchmarkModel model, int rows = 1)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model.Bytes, options);
        Output = new float[rows * model.OutputColumns];
        _inputs = [OrtValue.CreateTensorValueFromMemory(model.Input(rows), model.InputShape(rows))];
        _outputs = [OrtValue.CreateTensorValueFromMemory(Output, [rows, model.OutputColumns])];
        _binding = _session.CreateIoBinding();
        _binding.BindInput(InputNames[0], _inputs[0]);
        _binding.BindOutput(OutputNames[0], _outputs[0]);
    }

    /// <summary>The last answer.</summary>
    public float[] Output { get; }

    /// <summary>A call with values given anew each time.</summary>
    public void Run() => _session.Run(_runOptions, InputNames, _inputs, OutputNames, _outputs);

    /// <summary>A call with values bound once.</summary>
    public void RunBound() => _session.RunWithBinding(_runOptions, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        foreach (OrtValue value in _inputs) { value.Dispose(); }
        foreach (OrtValue value in _outputs) { value.Dispose(); }
        _session.Dispose();
        _runOptions.Dispose();
    }
}
