using System.Globalization;

namespace ModelOps.Serving.Samples;

/// <summary>Asks a fresh session what was asked before, and compares its answers with those of old.</summary>
/// <param name="relativeTolerance">How far floating-point values may differ, as a part of the larger one.</param>
/// <param name="absoluteTolerance">How far they may differ besides.</param>
internal sealed class GoldenReplay(double relativeTolerance, double absoluteTolerance)
{
    private GoldenDifference? _worst;
    private int _differing;

    /// <returns>How many calls were compared.</returns>
    /// <exception cref="ModelLoadException">An answer differs beyond the tolerance; the message names the worst difference, without values.</exception>
    public int Run(string model, IModelSession session, IReadOnlyList<RecordedCall> calls, CancellationToken cancellationToken)
    {
        int compared = 0;
        using InferenceResponse response = new();
        foreach (RecordedCall call in calls)
        {
            if (call.Answer is not { } expected) { continue; }
            compared++;
            GoldenDifference? difference = Compare(session, call.Line, call.Request, expected, response, cancellationToken);
            if (difference is null) { continue; }
            _differing++;
            if (_worst is null || difference.Excess > _worst.Excess) { _worst = difference; }
        }

        return _worst is null ? compared : throw new ModelLoadException(
            model,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_differing} of {compared} recorded calls are answered differently; the worst is line {_worst.Line}: {_worst.What}. ")
            + "Correct the model, record the calls anew, or widen the tolerance.");
    }

    private GoldenDifference? Compare(
        IModelSession session, int line, InferenceRequest request, InferenceResponse expected, InferenceResponse response, CancellationToken cancellationToken)
    {
        response.Reset();
        try
        {
            session.Signature.EnsureAccepts(request);
            session.Run(request, response, cancellationToken);
        }
        catch (ModelOpsException e)
        {
            return new GoldenDifference(line, double.PositiveInfinity, $"it is not answered ({e.Code})");
        }

        GoldenDifference? worst = null;
        for (int i = 0; i < expected.Outputs.Count; i++)
        {
            GoldenDifference? difference = response.Outputs.Find(expected.Outputs[i].Name) is { } output
                ? Compare(line, expected.Outputs[i], output)
                : new GoldenDifference(line, double.PositiveInfinity, $"output '{expected.Outputs[i].Name}' is missing");
            if (difference is not null && (worst is null || difference.Excess > worst.Excess)) { worst = difference; }
        }

        return worst;
    }

    private GoldenDifference? Compare(int line, InferenceTensor expected, InferenceTensor actual)
    {
        if (expected.DataType != actual.DataType || !expected.Shape.SequenceEqual(actual.Shape))
        {
            return new GoldenDifference(
                line, double.PositiveInfinity,
                $"output '{expected.Name}' is {actual.DataType.ToName()}{InferenceTensor.FormatShape(actual.Shape)} in place of {expected.DataType.ToName()}{InferenceTensor.FormatShape(expected.Shape)}");
        }

        return expected.DataType switch
        {
            TensorDataType.Float16 => Compare(line, expected.Name, expected.AsSpan<Half>(), actual.AsSpan<Half>(), static v => (double)v),
            TensorDataType.Float32 => Compare(line, expected.Name, expected.AsSpan<float>(), actual.AsSpan<float>(), static v => v),
            TensorDataType.Float64 => Compare(line, expected.Name, expected.AsSpan<double>(), actual.AsSpan<double>(), static v => v),
            _ => expected.Bytes.SequenceEqual(actual.Bytes) ? null : new GoldenDifference(line, double.PositiveInfinity, $"output '{expected.Name}' differs"),
        };
    }

    private GoldenDifference? Compare<T>(int line, string output, ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Func<T, double> toDouble)
    {
        int worst = -1;
        double excess = 1;
        for (int i = 0; i < expected.Length; i++)
        {
            double left = toDouble(expected[i]);
            double right = toDouble(actual[i]);
            if (left.Equals(right)) { continue; } // NaN and infinities equal themselves
            double allowed = absoluteTolerance + (relativeTolerance * Math.Max(Math.Abs(left), Math.Abs(right)));
            double times = double.IsFinite(left) && double.IsFinite(right) ? Math.Abs(left - right) / Math.Max(allowed, double.Epsilon) : double.PositiveInfinity;
            if (times <= excess) { continue; }
            worst = i;
            excess = times;
        }

        return worst < 0 ? null : new GoldenDifference(
            line, excess, string.Create(CultureInfo.InvariantCulture, $"element {worst} of {expected.Length} of output '{output}' differs by {excess:G3} times what the tolerance allows"));
    }
}
