namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>A column of numbers or booleans, read from the tensor's own memory.</summary>
internal sealed class InputColumn<T> : InputColumn
    where T : unmanaged
{
    private readonly string _name;
    private InferenceTensor? _tensor;

    public InputColumn(string name, int? width)
    {
        _name = name;
        Getter = GetterOf<T>(width, () => _tensor!.AsSpan<T>());
    }

    public override void Bind(InferenceRequest? request) => _tensor = request?.Inputs[_name];
}
