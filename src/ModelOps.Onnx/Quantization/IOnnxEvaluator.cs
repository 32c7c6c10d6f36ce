namespace ModelOps.Onnx.Quantization;

/// <summary>A loaded model. Used by one thread at a time.</summary>
public interface IOnnxEvaluator : IDisposable
{
    /// <summary>Runs the model.</summary>
    /// <param name="inputs">A tensor for each input of the graph, by name.</param>
    /// <returns>A tensor for each output of the graph, named and in its order. They stay valid after the next run.</returns>
    IReadOnlyList<OnnxTensor> Run(IReadOnlyList<OnnxTensor> inputs);

    /// <summary>Measures calls one after another, with inputs and outputs prepared once, as far as the runtime allows it.</summary>
    /// <param name="inputs">A tensor for each input of the graph, by name.</param>
    /// <param name="calls">How many calls, at least 1.</param>
    /// <returns>Time of all calls together.</returns>
    TimeSpan Measure(IReadOnlyList<OnnxTensor> inputs, int calls);
}
