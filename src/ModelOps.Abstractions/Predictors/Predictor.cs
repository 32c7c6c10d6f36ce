using System.Runtime.CompilerServices;

namespace ModelOps;

/// <summary>Writes values to pooled requests and reads pooled responses. It learns the model's signature once.</summary>
internal sealed class Predictor<TIn, TOut>(ModelReference model, IInferenceClient client, PredictorOptions options)
    : IPredictor<TIn, TOut>, IPredictorSetup, IDisposable
    where TIn : IModelInput<TIn>
    where TOut : IModelOutput<TOut>
{
    private readonly PredictorCallPool _pool = new(model);
    private PredictorPlan? _plan; // null until compared, and again after a refusal: the model may have been replaced by one with another signature

    public ModelReference Model => model;

    public PredictorOptions Options => options;

    public ValueTask<TOut> PredictAsync(TIn input, InferenceContext? context, CancellationToken cancellationToken = default)
    {
        if (input is null) { throw new ArgumentNullException(nameof(input)); }
        if (Volatile.Read(ref _plan) is not { } plan) { return PlanThenPredictAsync(input, context, cancellationToken); }
        ValueTask run = Start(plan, new ReadOnlySpan<TIn>(in input), context, out PredictorCall call, cancellationToken);
        if (!run.IsCompletedSuccessfully) { return FinishAsync(run, plan, call); }
        run.GetAwaiter().GetResult();
        TOut output = default!;
        Finish(plan, call, new Span<TOut>(ref output));
        return new ValueTask<TOut>(output);
    }

    public ValueTask PredictBatchAsync(
        ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, InferenceContext? context, CancellationToken cancellationToken = default)
    {
        if (outputs.Length < inputs.Length)
        {
            throw new ArgumentException($"There is room for {outputs.Length} answers to {inputs.Length} values. Give it as many.", nameof(outputs));
        }

        outputs = outputs[..inputs.Length];
        if (inputs.IsEmpty) { return default; }
        if (Volatile.Read(ref _plan) is not { } plan || inputs.Length > RowsOf(plan)) { return PredictInPartsAsync(inputs, outputs, context, cancellationToken); }
        return PredictPartAsync(plan, inputs, outputs, context, cancellationToken);
    }

    public async ValueTask<bool> IsModelReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.IsReadyAsync(model, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelOpsException)
        {
            return false;
        }
    }

    public async ValueTask CheckAsync(CancellationToken cancellationToken) => await GetPlanAsync(cancellationToken).ConfigureAwait(false);

    public void Dispose() => _pool.Dispose();

    private int RowsOf(PredictorPlan plan) => Math.Min(plan.MaxRows, options.MaxBatchRows);

    private async ValueTask<PredictorPlan> GetPlanAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _plan) is { } known) { return known; }
        ModelMetadata metadata = await client.GetMetadataAsync(model, cancellationToken).ConfigureAwait(false);
        PredictorPlan plan = PredictorPlanner.Plan<TIn, TOut>(model.ToString(), metadata.Signature);
        Volatile.Write(ref _plan, plan);
        return plan;
    }

    private async ValueTask<TOut> PlanThenPredictAsync(TIn input, InferenceContext? context, CancellationToken cancellationToken)
    {
        PredictorPlan plan = await GetPlanAsync(cancellationToken).ConfigureAwait(false);
        ValueTask run = Start(plan, new ReadOnlySpan<TIn>(in input), context, out PredictorCall call, cancellationToken);
        return await FinishAsync(run, plan, call).ConfigureAwait(false);
    }

    private async ValueTask PredictInPartsAsync(
        ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, InferenceContext? context, CancellationToken cancellationToken)
    {
        PredictorPlan plan = await GetPlanAsync(cancellationToken).ConfigureAwait(false);
        int part = RowsOf(plan);
        for (int start = 0; start < inputs.Length; start += part)
        {
            int rows = Math.Min(part, inputs.Length - start);
            await PredictPartAsync(plan, inputs.Slice(start, rows), outputs.Slice(start, rows), context, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask PredictPartAsync(
        PredictorPlan plan, ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, InferenceContext? context, CancellationToken cancellationToken)
    {
        ValueTask run = Start(plan, inputs.Span, context, out PredictorCall call, cancellationToken);
        if (!run.IsCompletedSuccessfully) { return FinishPartAsync(run, plan, call, outputs); }
        run.GetAwaiter().GetResult();
        Finish(plan, call, outputs.Span);
        return default;
    }

    // Whatever fails fails the task, so that there is one way to handle it.
    private ValueTask Start(
        PredictorPlan plan, ReadOnlySpan<TIn> inputs, InferenceContext? context, out PredictorCall call, CancellationToken cancellationToken)
    {
        call = _pool.Rent();
        try
        {
            call.Prepare(model, plan, context);
            TIn.Write(inputs, new TensorRowWriter(call.Request.Inputs, plan.Inputs, inputs.Length));
            return client.InferAsync(call.Request, call.Response, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TOut> FinishAsync(ValueTask run, PredictorPlan plan, PredictorCall call)
    {
        await RunAsync(run, plan, call).ConfigureAwait(false);
        TOut output = default!;
        Finish(plan, call, new Span<TOut>(ref output));
        return output;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FinishPartAsync(ValueTask run, PredictorPlan plan, PredictorCall call, Memory<TOut> outputs)
    {
        await RunAsync(run, plan, call).ConfigureAwait(false);
        Finish(plan, call, outputs.Span);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunAsync(ValueTask run, PredictorPlan plan, PredictorCall call)
    {
        try
        {
            await run.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (e is InvalidInferenceRequestException) { Forget(plan); }
            call.Dispose();
            throw;
        }
    }

    private void Finish(PredictorPlan plan, PredictorCall call, Span<TOut> outputs)
    {
        try
        {
            TOut.Read(new TensorRowReader(call.Response, plan.Outputs, outputs.Length), outputs);
        }
        catch
        {
            Forget(plan);
            throw;
        }
        finally
        {
            _pool.Return(call);
        }
    }

    private void Forget(PredictorPlan plan) => Interlocked.CompareExchange(ref _plan, null, plan);
}
