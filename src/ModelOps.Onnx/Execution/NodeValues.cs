namespace ModelOps.Onnx.Execution;

/// <summary>The values of one node in one frame.</summary>
internal readonly struct NodeValues(Value?[] inputs, Value?[] outputs)
{
    /// <summary>An input that is there.</summary>
    public Value Input(int index) => inputs[index]!;

    /// <summary>An input, or null when it is left out.</summary>
    public Value? OptionalInput(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>All inputs.</summary>
    public Value?[] Inputs => inputs;

    /// <summary>An output that is there.</summary>
    public Value Output(int index) => outputs[index]!;

    /// <summary>An output, or null when nobody asks for it.</summary>
    public Value? OptionalOutput(int index) => index < outputs.Length ? outputs[index] : null;

    /// <summary>All outputs.</summary>
    public Value?[] Outputs => outputs;
}
