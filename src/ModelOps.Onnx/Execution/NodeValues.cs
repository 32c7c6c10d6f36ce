namespace ModelOps.Onnx.Execution;

/// <summary>The values of one node in one frame.</summary>
internal readonly struct NodeValues(Value?[] inputs, Value?[] outputs)
{
    /// <summary>An input that is there.</summary>
    /// <exception cref="UnsupportedNodeException">It is not.</exception>
    public Value Input(int index) => OptionalInput(index) ?? throw new UnsupportedNodeException($"input {index} is missing");

    /// <summary>An input, or null when it is left out.</summary>
    public Value? OptionalInput(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>All inputs.</summary>
    public Value?[] Inputs => inputs;

    /// <summary>An output that is there.</summary>
    /// <exception cref="UnsupportedNodeException">It is not.</exception>
    public Value Output(int index) => OptionalOutput(index) ?? throw new UnsupportedNodeException($"output {index} is missing");

    /// <summary>An output, or null when nobody asks for it.</summary>
    public Value? OptionalOutput(int index) => index < outputs.Length ? outputs[index] : null;

    /// <summary>All outputs.</summary>
    public Value?[] Outputs => outputs;
}
