using System.Globalization;

namespace ModelOps.Jobs;

/// <summary>Fills one input of the model from columns.</summary>
internal sealed class InputBinding(TensorSpec spec, IReadOnlyList<string> columns)
{
    private (TableChunk Chunk, double[]? Reals, long[]? Wholes) _read;

    private bool IsReal => spec.DataType is TensorDataType.Float32 or TensorDataType.Float64 or TensorDataType.Float16;

    private bool IsWhole => !IsReal && spec.DataType != TensorDataType.Bytes;

    /// <summary>Reads the options against the model and the table.</summary>
    /// <exception cref="BatchScoringException">They do not fit.</exception>
    public static IReadOnlyList<InputBinding> Create(ModelSignature signature, BatchScoringOptions options, IReadOnlyList<string> table)
    {
        IReadOnlyList<BatchInput> inputs = options.Inputs.Count > 0 ? options.Inputs : [.. signature.Inputs.Select(static i => new BatchInput(i.Name, [i.Name]))];
        return [.. inputs.Select(input => Create(input, signature, table))];
    }

    /// <summary>Reads the columns; a row that cannot be scored gets its reason.</summary>
    public void Read(TableChunk chunk, string?[] errors)
    {
        double[]? reals = IsReal ? new double[chunk.Count * columns.Count] : null;
        long[]? wholes = IsWhole ? new long[chunk.Count * columns.Count] : null;
        for (int c = 0; c < columns.Count; c++)
        {
            TableColumn column = chunk.Column(columns[c]);
            for (int row = 0; row < chunk.Count; row++)
            {
                int at = (row * columns.Count) + c;
                if (errors[row] is not null) { continue; }
                if (reals is not null) { errors[row] = ReadReal(column, row, out reals[at]); }
                else if (wholes is not null) { errors[row] = ReadWhole(column, row, out wholes[at]); }
            }
        }

        _read = (chunk, reals, wholes);
    }

    /// <summary>Adds the tensor of some of the rows that <see cref="Read"/> found fine.</summary>
    public void Write(IReadOnlyList<int> rows, InferenceRequest request)
    {
        InferenceTensor tensor = request.Inputs.Add(spec.Name, spec.DataType, spec.Shape.Count == 1 ? [rows.Count] : [rows.Count, columns.Count]);
        if (spec.DataType == TensorDataType.Bytes)
        {
            tensor.Reset(spec.Name, TensorDataType.Bytes, spec.Shape.Count == 1 ? [rows.Count] : [rows.Count, columns.Count]);
            foreach (int row in rows)
            {
                foreach (string column in columns) { tensor.AppendElement(_read.Chunk.Column(column).Text(row)); }
            }

            return;
        }

        int at = 0;
        foreach (int row in rows)
        {
            for (int c = 0; c < columns.Count; c++, at++)
            {
                int from = (row * columns.Count) + c;
                if (_read.Reals is { } reals) { TensorElements.Set(tensor, at, reals[from]); } else { TensorElements.Set(tensor, at, _read.Wholes![from]); }
            }
        }
    }

    private static InputBinding Create(BatchInput input, ModelSignature signature, IReadOnlyList<string> table)
    {
        TensorSpec spec = signature.Inputs.FirstOrDefault(i => i.Name == input.Name)
            ?? throw BatchScoringException.Input($"the model has no input '{input.Name}' (it has {string.Join(", ", signature.Inputs)}). Name one of these.");
        if (input.Columns.FirstOrDefault(c => !table.Contains(c, StringComparer.Ordinal)) is { } missing)
        {
            throw BatchScoringException.Input($"the table has no column '{missing}' (it has {string.Join(", ", table.Take(50))}). Map the input '{spec.Name}' to columns there are.");
        }

        bool fits = spec.Shape.Count switch
        {
            1 => input.Columns.Count == 1,
            2 => input.Columns.Count > 0 && (spec.Shape[1] < 0 || spec.Shape[1] == input.Columns.Count),
            _ => false,
        };
        if (!fits || spec.Shape[0] >= 0 || spec.DataType == TensorDataType.BFloat16)
        {
            throw BatchScoringException.Input(
                $"{input.Columns.Count} columns do not fill the input {spec}. An input takes columns when its shape is [-1], for one, or [-1,n], for n.");
        }

        return new InputBinding(spec, [.. input.Columns]);
    }

    private string? ReadReal(TableColumn column, int row, out double value)
    {
        value = double.NaN;
        if (!column.IsMissing(row) && !column.TryGetDouble(row, out value)) { return $"column '{column.Name}' is not a number"; }
        return spec.RequireFinite && !double.IsFinite(value) ? $"column '{column.Name}' is missing or not finite, which the model refuses" : null;
    }

    private string? ReadWhole(TableColumn column, int row, out long value)
    {
        value = 0;
        if (column.IsMissing(row)) { return $"column '{column.Name}' is missing, and {spec.DataType.ToName()} has no form for that"; }
        if (!column.TryGetInt64(row, out value)) { return $"column '{column.Name}' is not a whole number"; }
        return TensorElements.Fits(spec.DataType, value) ? null : string.Create(CultureInfo.InvariantCulture, $"column '{column.Name}' is out of the range of {spec.DataType.ToName()}");
    }
}
