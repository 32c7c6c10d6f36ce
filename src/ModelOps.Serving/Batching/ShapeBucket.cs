namespace ModelOps.Serving.Batching;

/// <summary>Calls that can share a run: the same inputs but for the number of rows, the same outputs asked for and, where tenants are kept apart, one tenant.</summary>
/// <remarks>Guarded by the lock of the batcher.</remarks>
internal sealed class ShapeBucket
{
    private const double GapRate = 0.1;
    private readonly BatchInput[] _inputs;
    private readonly string[] _outputs;
    private readonly string? _tenant;
    private long _lastArrival = -1;

    public ShapeBucket(InferenceRequest request, string? tenant, RunCost cost)
    {
        _inputs = [.. request.Inputs.Select(static input => new BatchInput(input.Name, input.DataType, input.Shape[1..].ToArray()))];
        _outputs = [.. request.RequestedOutputs];
        _tenant = tenant;
        Cost = cost;
    }

    public ReadOnlySpan<BatchInput> Inputs => _inputs;

    public IReadOnlyList<string> Outputs => _outputs;

    public RunCost Cost { get; }

    /// <summary>Rows that wait.</summary>
    public int Rows { get; set; }

    /// <summary>Expected time from one row to the next; infinite before the second.</summary>
    public double Gap { get; private set; } = double.PositiveInfinity;

    public long LastArrival => _lastArrival;

    /// <summary>Whether its calls may run now, rather than wait for others to join.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>Whether it was forgotten to make room.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Rows of a request whose inputs all have as many; 0 where they do not, or have none: such a call runs alone.</summary>
    public static int RowsOf(InferenceRequest request)
    {
        long rows = 0;
        for (int i = 0; i < request.Inputs.Count; i++)
        {
            ReadOnlySpan<long> shape = request.Inputs[i].Shape;
            if (shape.Length == 0 || (i > 0 && shape[0] != rows)) { return 0; }
            rows = shape[0];
        }

        return rows <= int.MaxValue ? (int)rows : 0;
    }

    public bool Fits(InferenceRequest request, string? tenant)
    {
        if (request.Inputs.Count != _inputs.Length || request.RequestedOutputs.Count != _outputs.Length || !string.Equals(tenant, _tenant, StringComparison.Ordinal)) { return false; }
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (!_inputs[i].Fits(_inputs[i].Find(request.Inputs, i))) { return false; }
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            if (!string.Equals(request.RequestedOutputs[i], _outputs[i], StringComparison.Ordinal)) { return false; }
        }

        return true;
    }

    public void Arrived(int rows, long now)
    {
        if (_lastArrival >= 0)
        {
            double gap = (double)(now - _lastArrival) / rows;
            Gap = double.IsPositiveInfinity(Gap) ? gap : Gap + (GapRate * (gap - Gap));
        }

        _lastArrival = now;
    }
}
