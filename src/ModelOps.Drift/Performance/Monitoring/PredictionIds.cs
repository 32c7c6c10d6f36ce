using System.Globalization;
using System.Text;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>The ids of a call's rows.</summary>
internal static class PredictionIds
{
    /// <summary>Longest id in bytes that is looked at; a longer one is no id in any encoding of its characters.</summary>
    private const int MaxBytes = 4 * LabelJoin.MaxIdLength;

    /// <summary>Reads them.</summary>
    /// <param name="plan">Where they are.</param>
    /// <param name="request">The call.</param>
    /// <param name="rows">Rows of the call.</param>
    /// <param name="ids">Receives an id for each row, empty where it has none.</param>
    /// <returns>Whether the call has ids.</returns>
    internal static bool TryRead(PredictionPlan plan, InferenceRequest request, int rows, Span<string> ids)
    {
        if (plan.Ids is { } column) { return column.Find(request.Inputs) is { } tensor && tensor.ElementCount == rows && Read(tensor, ids); }
        if (string.IsNullOrEmpty(request.Id)) { return false; }
        if (rows == 1)
        {
            ids[0] = request.Id;
            return true;
        }

        for (int row = 0; row < rows; row++) { ids[row] = string.Create(CultureInfo.InvariantCulture, $"{request.Id}#{row}"); }
        return true;
    }

    private static bool Read(InferenceTensor tensor, Span<string> ids)
    {
        if (tensor.DataType != TensorDataType.Bytes)
        {
            Span<char> text = stackalloc char[TensorNumbers.MaxTextLength];
            for (int row = 0; row < ids.Length; row++) { ids[row] = new string(text[..TensorNumbers.Format(tensor, row, text)]); }
            return true;
        }

        int at = 0;
        foreach (ReadOnlySpan<byte> utf8 in tensor.EnumerateElements()) { ids[at++] = utf8.Length <= MaxBytes ? Encoding.UTF8.GetString(utf8) : string.Empty; }
        return true;
    }
}
