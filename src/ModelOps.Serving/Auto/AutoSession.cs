namespace ModelOps.Serving.Auto;

/// <summary>A model in two runtimes, or in the one that is left: each call goes to the one that was faster for about as many rows.</summary>
internal sealed class AutoSession : IModelSession, ILanedSession
{
    private readonly IModelSession _first;
    private readonly IModelSession _rest;
    private readonly int _rowsOfFirst;

    /// <summary>One runtime for all calls.</summary>
    public AutoSession(IModelSession only, IReadOnlyDictionary<string, string> properties)
        : this(only, only, int.MaxValue, properties)
    {
    }

    /// <summary>A runtime for a few rows and another for many.</summary>
    /// <param name="first">Runtime of calls of at most <paramref name="rowsOfFirst"/> rows.</param>
    /// <param name="rest">Runtime of the other calls.</param>
    /// <param name="rowsOfFirst">Most rows of a call of the first.</param>
    /// <param name="properties">Facts about the choice.</param>
    public AutoSession(IModelSession first, IModelSession rest, int rowsOfFirst, IReadOnlyDictionary<string, string> properties)
    {
        _first = first;
        _rest = rest;
        _rowsOfFirst = rowsOfFirst;
        Properties = properties;
    }

    public ModelSignature Signature => _first.Signature;

    public IReadOnlyDictionary<string, string> Properties { get; }

    public void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        bool isFew = ReferenceEquals(_first, _rest) || request.Inputs[0].Shape[0] <= _rowsOfFirst;
        (isFew ? _first : _rest).Run(request, response, cancellationToken);
    }

    public void WarmLanes(InferenceRequest request, int lanes, CancellationToken cancellationToken)
    {
        (_first as ILanedSession)?.WarmLanes(request, lanes, cancellationToken);
        if (!ReferenceEquals(_first, _rest)) { (_rest as ILanedSession)?.WarmLanes(request, lanes, cancellationToken); }
    }

    public void Terminate()
    {
        _first.Terminate();
        _rest.Terminate();
    }

    public void Dispose()
    {
        _first.Dispose();
        if (!ReferenceEquals(_first, _rest)) { _rest.Dispose(); }
    }
}
