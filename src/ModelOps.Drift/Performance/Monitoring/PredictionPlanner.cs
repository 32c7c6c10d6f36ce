using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Finds out from a first call where predictions and ids are.</summary>
internal static class PredictionPlanner
{
    private const int MostNamed = 10;
    private const int MaxFeatures = 1_000_000;

    /// <param name="model">What the host says of the model.</param>
    /// <param name="request">The call.</param>
    /// <param name="response">Its answer.</param>
    /// <param name="problem">What does not fit and how to mend it, as a clause; null when all was found.</param>
    /// <returns>The plan; null when predictions were not found.</returns>
    internal static PredictionPlan? Plan(PerformanceModelOptions model, InferenceRequest request, InferenceResponse response, out string? problem)
    {
        if (FindOutput(model, response) is not { } output)
        {
            problem = $"which output holds the predictions is not clear (it has {Names(response.Outputs)}); set Output to the name of one that holds numbers";
            return null;
        }

        long width = TrafficPlanner.Width(output);
        if (FindColumn(model, width) is not { } column)
        {
            problem = $"output '{output.Name}' has {width} columns; {Mend(model)}";
            return null;
        }

        TensorColumns[] features = FindFeatures(model, request);
        TensorColumns? ids = model.IdInput is { } name && request.Inputs.Find(name) is { } input && IsId(input) ? Place(request.Inputs, input, 1, isOutput: false) : null;
        problem = model.IdInput is null || ids is not null
            ? null
            : $"no input '{model.IdInput}' holds texts or whole numbers (it has {Names(request.Inputs)}), so no label can join; correct IdInput";
        return new PredictionPlan(Place(response.Outputs, output, (int)width, isOutput: true), column, features, ids);
    }

    private static InferenceTensor? FindOutput(PerformanceModelOptions model, InferenceResponse response)
    {
        if (model.Output is { } name) { return response.Outputs.Find(name) is { } named && TensorNumbers.IsNumber(named.DataType) ? named : null; }
        InferenceTensor[] numbers = [.. response.Outputs.Where(static tensor => TensorNumbers.IsNumber(tensor.DataType))];
        InferenceTensor[] fractions = Array.FindAll(numbers, static tensor => !IsWhole(tensor.DataType));
        return fractions.Length == 1 ? fractions[0] : fractions.Length == 0 && numbers.Length == 1 ? numbers[0] : null;
    }

    private static int? FindColumn(PerformanceModelOptions model, long width) => model switch
    {
        _ when width is < 1 or > PredictionPlan.MaxColumns => null,
        { Task: PredictionTask.MulticlassClassification } => width > 1 ? PredictionPlan.AllColumns : null,
        { Column: { } column } => column < width ? column : null,
        _ when width == 1 => 0,
        { Task: PredictionTask.BinaryClassification } when width == 2 => 1,
        _ => null,
    };

    // Callers may give inputs in any order, so several are taken in the order that the host says only.
    private static TensorColumns[] FindFeatures(PerformanceModelOptions model, InferenceRequest request)
    {
        if (model.Task != PredictionTask.Regression) { return []; }
        InferenceTensor[] named = model.Inputs.Count > 0
            ? [.. model.Inputs.Select(request.Inputs.Find).OfType<InferenceTensor>()]
            : [.. request.Inputs.Where(tensor => tensor.Name != model.IdInput)];
        bool isClear = model.Inputs.Count > 0 ? named.Length == model.Inputs.Count : named.Length == 1;
        return isClear && Array.TrueForAll(named, static tensor => TensorNumbers.IsNumber(tensor.DataType) && TrafficPlanner.Width(tensor) is >= 1 and <= MaxFeatures)
            ? Array.ConvertAll(named, tensor => Place(request.Inputs, tensor, (int)TrafficPlanner.Width(tensor), isOutput: false))
            : [];
    }

    private static string Mend(PerformanceModelOptions model) => model.Task == PredictionTask.MulticlassClassification
        ? $"give each class a column of its scores, 2 to {PredictionPlan.MaxColumns}"
        : $"set Column to the one that holds the score or prediction, of at most {PredictionPlan.MaxColumns}";

    private static TensorColumns Place(InferenceTensorCollection tensors, InferenceTensor tensor, int width, bool isOutput)
    {
        int index = tensors.TakeWhile(one => one != tensor).Count();
        return new TensorColumns(isOutput, index, tensor.Name, width, tensor.DataType == TensorDataType.Bytes, Offset: 0, []);
    }

    private static bool IsId(InferenceTensor tensor) => tensor.DataType == TensorDataType.Bytes || IsWhole(tensor.DataType);

    private static bool IsWhole(TensorDataType type) => type is TensorDataType.Bool
        or TensorDataType.Int8 or TensorDataType.Int16 or TensorDataType.Int32 or TensorDataType.Int64
        or TensorDataType.UInt8 or TensorDataType.UInt16 or TensorDataType.UInt32 or TensorDataType.UInt64;

    private static string Names(InferenceTensorCollection tensors) => tensors.Count == 0
        ? "none"
        : string.Join(", ", tensors.Take(MostNamed).Select(static tensor => tensor.ToString())) + (tensors.Count > MostNamed ? ", ..." : string.Empty);
}
