using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Benchmarks.Forests;

/// <summary>ONNX Runtime as it serves fastest in one thread.</summary>
internal static class OrtForestSession
{
    public static InferenceSession Load(byte[] file)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return new InferenceSession(file, options);
    }
}
