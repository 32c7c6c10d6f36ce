using Polly;
using Polly.Retry;

namespace ModelOps.Jobs;

/// <summary>Scores the rows of one call, and finds the ones at fault when the model refuses them together.</summary>
internal sealed class RowScorer(
    IInferenceClient client, ModelReference model, IReadOnlyList<InputBinding> bindings, BadRowPolicy policy, TimeProvider time) : IDisposable
{
    private const int Retries = 6;
    private readonly InferenceRequest _request = new(model);
    private readonly InferenceResponse _response = new();

    private readonly ResiliencePipeline _patience = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(10),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<ModelOpsException>(static e => e.Kind is ModelOpsErrorKind.Unavailable or ModelOpsErrorKind.ResourceExhausted),
        })
        .Build();

    /// <summary>Version that answered; null before the first answer.</summary>
    public string? ModelVersion { get; private set; }

    /// <summary>Scores what can be scored.</summary>
    /// <param name="chunk">Rows.</param>
    /// <param name="errors">Receives the reason of each row that is left out.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The rows scored, and the columns of their answers, in pieces that follow each other.</returns>
    public async Task<(List<int> Rows, List<IReadOnlyList<TableColumn>> Answers)> ScoreAsync(TableChunk chunk, string?[] errors, CancellationToken cancellationToken)
    {
        chunk.Errors.CopyTo(errors, 0);
        foreach (InputBinding binding in bindings) { binding.Read(chunk, errors); }
        List<int> scored = [];
        List<IReadOnlyList<TableColumn>> answers = [];
        await ScoreAsync([.. Enumerable.Range(0, chunk.Count).Where(row => errors[row] is null)], errors, scored, answers, cancellationToken).ConfigureAwait(false);
        return (scored, answers);
    }

    public void Dispose()
    {
        _request.Dispose();
        _response.Dispose();
    }

    private async Task ScoreAsync(int[] rows, string?[] errors, List<int> scored, List<IReadOnlyList<TableColumn>> answers, CancellationToken cancellationToken)
    {
        if (rows.Length == 0) { return; }
        try
        {
            await RunAsync(rows, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelOpsException e) when (e is InvalidInferenceRequestException or ModelExecutionException)
        {
            if (rows.Length == 1)
            {
                errors[rows[0]] = $"the model refuses it ({e.Code})";
                if (policy == BadRowPolicy.Fail) { throw; }
                return;
            }

            // Halves, down to the rows at fault: log2 of the call's rows for each of them.
            int half = rows.Length / 2;
            await ScoreAsync(rows[..half], errors, scored, answers, cancellationToken).ConfigureAwait(false);
            await ScoreAsync(rows[half..], errors, scored, answers, cancellationToken).ConfigureAwait(false);
            return;
        }

        scored.AddRange(rows);
        answers.Add([.. _response.Outputs.SelectMany(output => OutputColumns.Of(output, rows.Length))]);
    }

    private async Task RunAsync(int[] rows, CancellationToken cancellationToken)
    {
        _request.Reset(model);
        foreach (InputBinding binding in bindings) { binding.Write(rows, _request); }
        await _patience.ExecuteAsync(async token => await client.InferAsync(_request, _response, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        ModelVersion ??= _response.ModelVersion;
        if (ModelVersion != _response.ModelVersion)
        {
            throw new BatchScoringException(
                BatchErrorCodes.ModelMoved, $"Version {_response.ModelVersion} of '{model.Name}' answers now, and {ModelVersion} did before. Name a version, so that all rows have the same one.");
        }
    }

    public void Expect(string? version) => ModelVersion ??= version;
}
