using System.Globalization;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Finds out from the tensors of a first call where the features are. A plan is for one version, whose calls all have the same tensors.</summary>
/// <param name="reference">Reference profile.</param>
/// <param name="columns">Features of the columns of tensors, as the host says.</param>
/// <param name="registered">Features of the only input with several columns, as the version was registered with; empty when it says none.</param>
/// <param name="eventTimeInput">Input that is no feature.</param>
/// <param name="includeOutputs">Whether outputs are looked at.</param>
internal sealed class TrafficPlanner(
    DatasetProfile reference, IDictionary<string, IList<string>> columns, IReadOnlyList<string> registered, string? eventTimeInput, bool includeOutputs)
{
    private const int MostNamed = 10;

    private readonly List<TensorColumns> _tensors = [];
    private readonly List<string> _row = [];
    private readonly List<string> _problems = [];
    private readonly HashSet<string> _missing = [.. reference.Features.Select(static feature => feature.Name)];
    private readonly string[] _categorical = [.. reference.Features.OfType<CategoricalFeatureProfile>().Select(static feature => feature.Name)];

    internal TrafficPlan Plan(InferenceRequest request, InferenceResponse response)
    {
        InferenceTensor[] inputs = [.. request.Inputs.Where(tensor => tensor.Name != eventTimeInput)];
        bool oneMatrix = inputs.Count(static tensor => Width(tensor) > 1) == 1;
        for (int i = 0; i < request.Inputs.Count; i++)
        {
            if (request.Inputs[i].Name != eventTimeInput) { Add(request.Inputs[i], i, isOutput: false, oneMatrix); }
        }

        for (int i = 0; includeOutputs && i < response.Outputs.Count; i++) { Add(response.Outputs[i], i, isOutput: true, oneMatrix: false); }

        if (_missing.Count > 0)
        {
            _problems.Add($"nothing in the call is the feature{(_missing.Count == 1 ? string.Empty : "s")} {Names(_missing.Order(StringComparer.Ordinal))}"
                + $" (it has {string.Join(", ", inputs.Select(static tensor => tensor.ToString()))})");
        }

        return new TrafficPlan([.. _tensors], [.. _row], _problems.Count == 0 ? null : string.Join("; ", _problems));
    }

    /// <summary>Values of a row: all dimensions but the first.</summary>
    internal static long Width(InferenceTensor tensor)
    {
        long width = 1;
        for (int i = 1; i < tensor.Shape.Length; i++) { width *= tensor.Shape[i]; }
        return width;
    }

    private void Add(InferenceTensor tensor, int index, bool isOutput, bool oneMatrix)
    {
        if (FeaturesOf(tensor, isOutput, oneMatrix) is not { } features) { return; }
        bool isText = tensor.DataType == TensorDataType.Bytes;
        var categories = new List<CategoryColumn>();
        bool hasNumbers = false;
        var row = new string[features.Count];
        for (int i = 0; i < row.Length; i++)
        {
            // No feature has such a name, so the column is skipped.
            row[i] = string.Create(CultureInfo.InvariantCulture, $"\0{_tensors.Count}.{i}");
            if (!_missing.Contains(features[i])) { continue; }
            int category = Array.IndexOf(_categorical, features[i]);
            if (category < 0 && isText)
            {
                _problems.Add($"feature '{features[i]}' is numeric in the reference, but '{tensor.Name}' holds texts");
                continue;
            }

            _missing.Remove(features[i]);
            hasNumbers |= category < 0;
            if (category >= 0) { categories.Add(new CategoryColumn(i, category)); } else { row[i] = features[i]; }
        }

        if (!hasNumbers && categories.Count == 0) { return; }
        _tensors.Add(new TensorColumns(isOutput, index, tensor.Name, row.Length, isText, hasNumbers ? _row.Count : -1, [.. categories]));
        if (hasNumbers) { _row.AddRange(row); }
    }

    private IList<string>? FeaturesOf(InferenceTensor tensor, bool isOutput, bool oneMatrix)
    {
        long width = Width(tensor);
        if (columns.TryGetValue(tensor.Name, out IList<string>? named))
        {
            if (named.Count == width || (tensor.Shape.Length == 1 && tensor.ElementCount == named.Count)) { return named; }
            _problems.Add($"{named.Count} columns are named for '{tensor.Name}', which has {width}");
            return null;
        }

        if (width == 1 && _missing.Contains(tensor.Name)) { return [tensor.Name]; }
        return !isOutput && oneMatrix && registered.Count == width
            ? [.. registered]
            : width <= DriftProfileFile.MaxFeatures ? [.. Enumerable.Range(0, (int)width).Select(i => string.Create(CultureInfo.InvariantCulture, $"{tensor.Name}[{i}]"))] : null;
    }

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(MostNamed).Select(static name => $"'{name}'"))
            + (all.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - MostNamed} more") : string.Empty);
    }
}
