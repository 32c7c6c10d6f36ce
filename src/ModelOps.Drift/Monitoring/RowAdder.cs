using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Moves the rows of a call into cells.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct RowAdder
{
    private const int MaxStackChars = 256;

    private readonly TrafficPlan _plan;
    private readonly ReadOnlySpan<InferenceTensor?> _tensors;

    internal RowAdder(TrafficPlan plan, ReadOnlySpan<InferenceTensor?> tensors)
    {
        _plan = plan;
        _tensors = tensors;
    }

    /// <summary>Finds the tensors of a call.</summary>
    /// <param name="plan">Where features are.</param>
    /// <param name="request">The call.</param>
    /// <param name="response">The answer.</param>
    /// <param name="tensors">Receives a tensor for each of the plan, or null.</param>
    /// <param name="fits">Whether all inputs were found and have as many rows.</param>
    /// <returns>Rows of the call.</returns>
    internal static int Find(TrafficPlan plan, InferenceRequest request, InferenceResponse response, Span<InferenceTensor?> tensors, out bool fits)
    {
        int rows = 0;
        fits = true;
        for (int i = 0; i < tensors.Length; i++)
        {
            TensorColumns columns = plan.Tensors[i];
            InferenceTensor? tensor = columns.Find(request, response);
            if (tensor is not null && rows == 0) { rows = columns.Rows(tensor); }
            if (tensor is not null && columns.Rows(tensor) != rows) { tensor = null; }
            fits &= tensor is not null || columns.IsOutput; // a caller need not ask for every output
            tensors[i] = tensor;
        }

        return rows;
    }

    /// <summary>Adds all rows to one cell.</summary>
    internal readonly void AddAll(ShardCell cell, int rows)
    {
        if (_plan.IsOneTensor && _tensors[0] is { DataType: TensorDataType.Float32 } matrix)
        {
            cell.Profile.AddRows(matrix.AsSpan<float>());
            cell.Rows += rows;
            return;
        }

        for (int row = 0; row < rows; row++) { AddNumbers(cell, row); }
        AddTexts([cell]);
    }

    /// <summary>Adds the numbers of one row; texts follow apart.</summary>
    internal readonly void AddNumbers(ShardCell cell, int row)
    {
        cell.Rows++;
        Span<double> numbers = cell.Row;
        for (int i = 0; i < _tensors.Length; i++)
        {
            TensorColumns columns = _plan.Tensors[i];
            if (columns.IsText) { continue; }
            InferenceTensor? tensor = _tensors[i];
            if (columns.Offset >= 0)
            {
                Span<double> place = numbers.Slice(columns.Offset, columns.Columns);
                if (tensor is null) { place.Fill(double.NaN); } else { TensorNumbers.Read(tensor, row * columns.Columns, place); }
            }

            if (tensor is null) { continue; }
            foreach (CategoryColumn category in columns.Categories) { AddNumberAsCategory(cell.Profile, category.Feature, tensor, (row * columns.Columns) + category.Column); }
        }

        if (!numbers.IsEmpty) { cell.Profile.Add(numbers); }
    }

    /// <summary>Adds the texts of all rows.</summary>
    /// <param name="cells">The cell of each row, null for a row that is left out; or one for all.</param>
    internal readonly void AddTexts(ReadOnlySpan<ShardCell?> cells)
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            if (_plan.Tensors[i].IsText && _tensors[i] is { } texts) { AddTexts(cells, _plan.Tensors[i], texts); }
        }
    }

    private static void AddNumberAsCategory(ProfileAccumulator profile, int feature, InferenceTensor tensor, int at)
    {
        Span<char> text = stackalloc char[TensorNumbers.MaxTextLength];
        ReadOnlySpan<char> written = text[..TensorNumbers.Format(tensor, at, text)];
        if (written is "NaN") { profile.AddMissingCategory(feature); } else { profile.AddCategory(feature, written); }
    }

    private static void AddTexts(ReadOnlySpan<ShardCell?> cells, TensorColumns columns, InferenceTensor texts)
    {
        int row = 0;
        int column = 0;
        int next = 0;
        foreach (ReadOnlySpan<byte> text in texts.EnumerateElements())
        {
            if (next < columns.Categories.Length && columns.Categories[next].Column == column)
            {
                ShardCell? cell = cells[cells.Length == 1 ? 0 : row];
                if (cell is not null) { AddText(cell.Profile, columns.Categories[next].Feature, text); }
                next++;
            }

            if (++column == columns.Columns) { (row, column, next) = (row + 1, 0, 0); }
        }
    }

    private static void AddText(ProfileAccumulator profile, int feature, ReadOnlySpan<byte> utf8)
    {
        char[]? rented = utf8.Length > MaxStackChars ? ArrayPool<char>.Shared.Rent(utf8.Length) : null;
        Span<char> text = rented ?? stackalloc char[MaxStackChars];
        profile.AddCategory(feature, text[..Encoding.UTF8.GetChars(utf8, text)]);
        if (rented is not null) { ArrayPool<char>.Shared.Return(rented); }
    }
}
