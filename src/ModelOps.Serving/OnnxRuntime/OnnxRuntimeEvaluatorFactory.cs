using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx;
using ModelOps.Onnx.Quantization;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Lets the quantizer run models with ONNX Runtime: to calibrate those that the managed engine does not run, and to measure those that ONNX Runtime will serve.
/// The application adds the native package, e.g. <c>Microsoft.ML.OnnxRuntime</c>. Thread-safe.</summary>
/// <remarks>A model is handed over in memory, so it may have up to 2 GiB.</remarks>
public sealed class OnnxRuntimeEvaluatorFactory : IOnnxEvaluatorFactory
{
    private readonly int _threads;

    /// <summary>Runs models with one thread.</summary>
    public OnnxRuntimeEvaluatorFactory()
        : this(1)
    {
    }

    /// <summary>Runs models with several threads.</summary>
    /// <param name="intraOpThreads">Threads that share the work of an operator, at least 1.</param>
    public OnnxRuntimeEvaluatorFactory(int intraOpThreads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(intraOpThreads, 1);
        _threads = intraOpThreads;
    }

    /// <inheritdoc/>
    public string Name => "onnxruntime";

    /// <inheritdoc/>
    public IOnnxEvaluator Load(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string name = model.Graph.Name;
        byte[] file = OnnxModelWriter.Write(model);
        try
        {
            using SessionOptions options = new()
            {
                IntraOpNumThreads = _threads,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // what goes wrong is thrown
            };
            return new OnnxRuntimeEvaluator(name, new InferenceSession(file, options));
        }
        catch (Exception e) when (e is OnnxRuntimeException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw OnnxErrors.ToLoadException(name, "model.onnx", e);
        }
    }
}
