using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>Knows the inputs and outputs of a model, and opens lanes over it. Thread-safe.</summary>
internal sealed class LaneFactory
{
    private static readonly string[] Answers = ["Score", "Probability", "PredictedLabel"];

    private readonly Lock _opening = new();
    private readonly ITransformer _model;
    private readonly DataViewSchema _schema;
    private readonly DataViewSchema.Column[] _inputs;
    private readonly DataViewSchema.Column[] _outputs;

    private LaneFactory(
        ITransformer model, DataViewSchema schema, DataViewSchema.Column[] inputs, DataViewSchema.Column[] outputs, ModelSignature signature)
    {
        _model = model;
        _schema = schema;
        _inputs = inputs;
        _outputs = outputs;
        Signature = signature;
    }

    public ModelSignature Signature { get; }

    /// <exception cref="ModelLoadException">The model cannot be asked row by row, has a column that no tensor can hold, or is not what was registered.</exception>
    public static LaneFactory Create(string name, ITransformer model, DataViewSchema? schema, ModelSignature? registered)
    {
        if (schema is null)
        {
            throw new ModelLoadException(name, "it was saved without the schema of its input. Save it with MLContext.Model.Save(model, trainingData.Schema, ...).");
        }

        if (!model.IsRowToRowMapper)
        {
            throw new ModelLoadException(name, "its pipeline does not map each row to one row. Leave filters and the like out of the saved pipeline.");
        }

        IRowToRowMapper mapper = model.GetRowToRowMapper(schema);
        DataViewSchema.Column[] outputs = OutputsOf(mapper.OutputSchema, schema);
        DataViewSchema.Column[] inputs = [.. mapper.GetDependencies(outputs).OrderBy(static column => column.Index)];
        if (outputs.Length == 0 || inputs.Length == 0)
        {
            throw new ModelLoadException(name, "it has no answer that depends on its input. Save the whole trained pipeline.");
        }

        ModelSignature own = new([.. inputs.Select(column => SpecOf(name, column))], [.. outputs.Select(column => SpecOf(name, column))]);
        ModelSignature signature = RegisteredSignature.Choose(name, own, registered);
        return new LaneFactory(model, schema, InOrderOf(signature.Inputs, inputs), InOrderOf(signature.Outputs, outputs), signature);
    }

    public Lane Open()
    {
        lock (_opening)
        {
            RequestRow row = new(_schema, _inputs, Signature.Inputs);
            return new Lane(row, _model.GetRowToRowMapper(_schema).GetRow(row, _outputs), _outputs, Signature.Outputs);
        }
    }

    private static DataViewSchema.Column[] OutputsOf(DataViewSchema all, DataViewSchema input)
    {
        DataViewSchema.Column[] answers = [.. Answers.Select(all.GetColumnOrNull).OfType<DataViewSchema.Column>()];
        return answers.Length > 0 ? answers :
            [.. all.Where(column => !column.IsHidden && input.GetColumnOrNull(column.Name) is null && ColumnTypes.ToTensor(column.Name, column.Type) is not null)];
    }

    private static DataViewSchema.Column[] InOrderOf(IReadOnlyList<TensorSpec> specs, DataViewSchema.Column[] columns) =>
        [.. specs.Select(spec => Array.Find(columns, column => column.Name == spec.Name))];

    private static TensorSpec SpecOf(string name, DataViewSchema.Column column) => ColumnTypes.ToTensor(column.Name, column.Type)
        ?? throw new ModelLoadException(
            name, $"no tensor holds column '{column.Name}' of type {column.Type}. Use numbers, booleans, keys or text, and vectors of known size.");
}
