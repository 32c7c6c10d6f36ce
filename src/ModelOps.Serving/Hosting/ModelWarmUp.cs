using ModelOps.Serving.Samples;

namespace ModelOps.Serving;

/// <summary>Runs a fresh session before it answers calls, so that the first caller does not pay for what happens once.</summary>
/// <param name="model">Name of the model.</param>
/// <param name="session">The session.</param>
/// <param name="runs">Runs of each request.</param>
internal sealed class ModelWarmUp(string model, IModelSession session, int runs)
{
    private static readonly int s_lanes = Math.Min(Environment.ProcessorCount, 16);

    /// <summary>On requests as callers send them. One that the model fails on is a fault of the model.</summary>
    public void Run(IReadOnlyList<RecordedCall> samples, CancellationToken cancellationToken)
    {
        foreach (RecordedCall sample in samples)
        {
            try
            {
                session.Signature.EnsureAccepts(sample.Request);
                Run(sample.Request, Math.Min(runs, Math.Max(1, RecordedCalls.MostCalls / samples.Count)), cancellationToken);
            }
            catch (ModelOpsException e)
            {
                throw new ModelLoadException(model, $"it fails on the warm-up sample of line {sample.Line} ({e.Code}). Correct the sample or the model.", e);
            }
        }
    }

    /// <summary>On zeros (empty strings for <c>BYTES</c>) of the signature's shapes: of each number of rows where that is open, with 1 for other open sizes.</summary>
    public void RunMadeUp(IEnumerable<int> batchSizes, CancellationToken cancellationToken)
    {
        bool hasRows = session.Signature.Inputs.Count > 0 && session.Signature.Inputs.All(static i => i.Shape.Count > 0 && i.Shape[0] < 0);
        foreach (int rows in hasRows ? batchSizes.Append(1).Distinct().Order().ToArray() : [1])
        {
            using InferenceRequest request = CreateRequest(rows);
            Run(request, runs, cancellationToken);
        }
    }

    private void Run(InferenceRequest request, int times, CancellationToken cancellationToken)
    {
        using InferenceResponse response = new();
        for (int i = 0; i < times; i++)
        {
            response.Reset();
            session.Run(request, response, cancellationToken);
        }

        if (times > 0 && session is ILanedSession laned) { laned.WarmLanes(request, s_lanes, cancellationToken); }
    }

    private InferenceRequest CreateRequest(int rows)
    {
        InferenceRequest request = new(ModelReference.ToModel(model));
        foreach (TensorSpec input in session.Signature.Inputs)
        {
            InferenceTensor tensor = new(input.Name, input.DataType, [.. input.Shape.Select((d, i) => d >= 0 ? d : i == 0 ? rows : 1)]);
            request.Inputs.Add(tensor);
            for (long i = 0; input.DataType == TensorDataType.Bytes && i < tensor.ElementCount; i++) { tensor.AppendElement(string.Empty); }
        }

        return request;
    }
}
