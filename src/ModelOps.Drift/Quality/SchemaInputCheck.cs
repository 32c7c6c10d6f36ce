using System.Numerics;
using ModelOps.Drift.Quality.Checks;

namespace ModelOps.Drift.Quality;

/// <summary>Holds the rows of a request to the rules of a schema that speak of one row: an input rule of code for serving.</summary>
/// <remarks>Looks at types, ranges, comparisons, infinities and missing values; of the last two only where the schema allows none, as a share says
/// nothing of a single row. Costs no allocation. Immutable and safe to share between threads.</remarks>
public sealed class SchemaInputCheck
{
    private readonly string _input;
    private readonly ColumnRule?[] _rules;
    private readonly (int Left, ComparisonOperator Operator, int Right)[] _comparisons;

    /// <summary>Makes the check.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="input">Name of the input: FP32 or FP64, of shape [rows, columns] or, for one column, [rows].</param>
    /// <param name="columns">Names of its columns, in their order. One that the schema does not have is not looked at.</param>
    /// <exception cref="ArgumentException">The schema contradicts itself, or says that one of the columns is text or a timestamp.</exception>
    public SchemaInputCheck(DataSchema schema, string input, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentException.ThrowIfNullOrEmpty(input);
        ArgumentNullException.ThrowIfNull(columns);
        SchemaProblems.ThrowIfAny(schema, nameof(schema));
        _input = input;
        _rules = [.. columns.Select(name => schema.Columns.FirstOrDefault(rule => rule.Name == name))];
        if (Array.Find(_rules, static rule => rule is { Type: ColumnType.Text or ColumnType.Timestamp }) is { } wrong)
        {
            throw new ArgumentException($"Column '{wrong.Name}' is {wrong.Type}, but the input holds numbers. Leave it out of the schema of requests.", nameof(schema));
        }

        string[] names = [.. columns];
        _comparisons = [.. schema.Comparisons
            .Select(rule => (Array.IndexOf(names, rule.Left), rule.Operator, Array.IndexOf(names, rule.Right)))
            .Where(static rule => rule is { Item1: >= 0, Item3: >= 0 })];
    }

    /// <summary>Finds the first row that breaks a rule, as a rule of code of <c>AddInputRules</c> does.</summary>
    /// <param name="inputs">Inputs of the request.</param>
    /// <returns>The row, from 0; -1 if there is none, or if the input is absent or of another type or width: the signature refuses that.</returns>
    public long FindRow(InferenceTensorCollection inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InferenceTensor? tensor = inputs.Find(_input);
        if (tensor is null || _rules.Length == 0 || (tensor.Shape.Length > 1 ? tensor.Shape[^1] : 1) != _rules.Length) { return -1; }
        return tensor.DataType switch
        {
            TensorDataType.Float32 => FindRow<float>(tensor.AsSpan<float>()),
            TensorDataType.Float64 => FindRow<double>(tensor.AsSpan<double>()),
            _ => -1,
        };
    }

    private long FindRow<T>(ReadOnlySpan<T> values)
        where T : struct, INumber<T>
    {
        for (int at = 0; at < values.Length; at += _rules.Length)
        {
            if (!Holds(values.Slice(at, _rules.Length))) { return at / _rules.Length; }
        }

        return -1;
    }

    private bool Holds<T>(ReadOnlySpan<T> row)
        where T : struct, INumber<T>
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (_rules[i] is { } rule && !Holds(rule, double.CreateChecked(row[i]))) { return false; }
        }

        foreach ((int left, ComparisonOperator comparison, int right) in _comparisons)
        {
            if (!T.IsNaN(row[left]) && !T.IsNaN(row[right]) && !comparison.Allows(row[left].CompareTo(row[right]))) { return false; }
        }

        return true;
    }

    private static bool Holds(ColumnRule rule, double value)
    {
        if (double.IsNaN(value)) { return rule.MaxMissingShare > 0; }
        if (rule.Type == ColumnType.Boolean) { return value is 0 or 1; }
        if (double.IsInfinity(value)) { return rule.MaxNonFiniteShare > 0; }
        return !(value < rule.Min) && !(value > rule.Max) && (rule.Type != ColumnType.Integer || Math.Floor(value) == value);
    }
}
