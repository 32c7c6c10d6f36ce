using Microsoft.ML;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>One thread's way through the model: an input row, ML.NET's state over it, and the outputs. Not thread-safe.</summary>
internal sealed class Lane : IDisposable
{
    private readonly RequestRow _input;
    private readonly DataViewRow _answer;
    private readonly OutputColumn[] _all;
    private readonly List<OutputColumn> _wanted = [];

    public Lane(RequestRow input, DataViewRow answer, IReadOnlyList<DataViewSchema.Column> columns, IReadOnlyList<TensorSpec> specs)
    {
        _input = input;
        _answer = answer;
        _all = [.. columns.Select((column, i) => OutputColumn.Create(answer, column, specs[i]))];
    }

    public void Begin(InferenceRequest request, InferenceResponse response, int rows)
    {
        _input.Bind(request);
        _wanted.Clear();
        if (request.RequestedOutputs.Count == 0) { _wanted.AddRange(_all); }
        for (int i = 0; i < request.RequestedOutputs.Count; i++) { _wanted.Add(Find(request.RequestedOutputs[i])); }
        foreach (OutputColumn column in _wanted) { column.Begin(response, rows); }
    }

    public void Answer(int row)
    {
        _input.MoveTo(row);
        foreach (OutputColumn column in _wanted) { column.Write(row); }
    }

    /// <summary>Lets go of the request and the response.</summary>
    public void End()
    {
        _input.Bind(null);
        foreach (OutputColumn column in _wanted) { column.End(); }
    }

    public void Dispose()
    {
        _answer.Dispose();
        _input.Dispose();
    }

    private OutputColumn Find(string name)
    {
        foreach (OutputColumn column in _all)
        {
            if (column.Name == name) { return column; }
        }

        throw new InvalidOperationException($"There is no output '{name}'.");
    }
}
