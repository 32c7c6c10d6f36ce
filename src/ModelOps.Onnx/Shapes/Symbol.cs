namespace ModelOps.Onnx.Shapes;

/// <summary>Stands for one number that is the same throughout a run of the model. Two symbols of one name are two symbols, unless the engine hands out the same.</summary>
/// <param name="name">Name of the dimension in the file; empty for one that only the engine knows.</param>
internal sealed class Symbol(string name)
{
    /// <summary>Stands for nothing, not even for itself.</summary>
    public static Symbol Nothing { get; } = new(string.Empty);

    public string Name { get; } = name;
}
