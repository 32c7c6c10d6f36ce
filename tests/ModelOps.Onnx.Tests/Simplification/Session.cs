using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Tests.Shapes;

namespace ModelOps.Onnx.Tests.Simplification;

/// <summary>Runs models in ONNX Runtime with one thread.</summary>
internal static class Session
{
    /// <summary>Outputs by name, as type, shape and bytes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Its inputs, by name.</param>
    /// <param name="optimizes">Whether ONNX Runtime may rewrite the graph too.</param>
    public static IReadOnlyList<OnnxTensor> Run(OnnxModel model, IReadOnlyList<OnnxTensor> inputs, bool optimizes = false)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            GraphOptimizationLevel = optimizes ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
        };
        using InferenceSession session = new(OnnxModelWriter.Write(model), options);
        Dictionary<string, OrtValue> feeds = inputs.ToDictionary(static tensor => tensor.Name, Values.Feed);
        using RunOptions run = new();
        string[] names = [.. model.Graph.Outputs.Select(static output => output.Name)];
        Assert.Equal(names, session.OutputNames);
        Assert.Equal(inputs.Select(static input => input.Name), session.InputNames);
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, feeds, names);
        OnnxTensor[] outputs = [.. names.Select((name, i) => Tensor(name, results[i]))];
        foreach (OrtValue feed in feeds.Values) { feed.Dispose(); }
        return outputs;
    }

    private static OnnxTensor Tensor(string name, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        return new OnnxTensor(name, (OnnxElementType)(int)info.ElementDataType, info.Shape, value.GetTensorMutableRawData().ToArray());
    }
}
