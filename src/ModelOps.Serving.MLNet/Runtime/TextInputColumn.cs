namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>A column of text, read from a tensor of UTF-8 strings.</summary>
internal sealed class TextInputColumn : InputColumn
{
    private readonly string _name;
    private ReadOnlyMemory<char>[] _texts = [];

    public TextInputColumn(string name, int? width)
    {
        _name = name;
        Getter = GetterOf<ReadOnlyMemory<char>>(width, () => _texts);
    }

    public override void Bind(InferenceRequest? request) =>
        _texts = request is null ? [] : Array.ConvertAll(request.Inputs[_name].ToStrings(), static text => text.AsMemory());
}
