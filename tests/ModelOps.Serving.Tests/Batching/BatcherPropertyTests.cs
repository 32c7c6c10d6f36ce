using CsCheck;
using ModelOps.Serving.Batching;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Batching;

/// <summary>Whatever happens beside it, a call gets its own answer, its own error, or its own cancellation.</summary>
public sealed class BatcherPropertyTests
{
    private static readonly Gen<BatchingSettings> s_settings = Gen.Select(
        Gen.Int[1, 12], Gen.Int[1, 3], Gen.Bool, Gen.Bool, Gen.Int[1, 4], static (maxRows, lanes, prefers, pads, levels) => new BatchingSettings
        {
            MaxRows = maxRows,
            Lanes = lanes,
            PreferredSizes = prefers && maxRows >= 4 ? [2, 4] : [],
            PadToPreferredSize = pads,
            PriorityLevels = levels,
            DefaultPriority = 1,
        });

    [Fact]
    public Task RunAsync_AnyMixOfCalls_EachGetsItsOwn() =>
        Gen.Select(s_settings, Gen.Int[1, 8], Gen.Int[0, 1 << 30]).SampleAsync(async (settings, callers, seed) =>
        {
            using ModelGenerationOf generation = new(new BatchSession(), settings);
            await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallManyAsync(generation.Generation, new Random(seed + caller), caller))));
            await Eventually.TrueAsync(() => generation.Batcher.CallsOut == 0 && generation.Generation.IsIdle, "all is back");
        }, iter: 60, threads: 1);

    private static async Task CallManyAsync(ModelGeneration generation, Random random, int caller)
    {
        using InferenceRequest request = BatchRig.Request(0);
        using InferenceResponse response = new();
        for (int i = 0; i < 40; i++)
        {
            bool isPoisonous = random.Next(12) == 0;
            int rows = random.Next(5) == 0 ? random.Next(13, 40) : random.Next(1, 4);
            int columns = random.Next(1, 3);
            float first = (caller * 1000) + i;
            using CancellationTokenSource source = new();
            CancellationToken token = random.Next(6) == 0 ? source.Token : default;
            Fill(request, isPoisonous ? BatchSession.Poison : first, rows, columns);
            request.Context.Tenant = random.Next(3) switch { 0 => "a", 1 => "b", _ => null };
            request.Context.Priority = random.Next(4);
            response.Reset();
            Assert.True(generation.TryLease());
            try
            {
                ValueTask call = Call(generation, request, response, token);
                if (token.CanBeCanceled && random.Next(2) == 0) { await source.CancelAsync(); }
                await call;
                Assert.False(isPoisonous);
                float[] x = request.Inputs["x"].AsSpan<float>().ToArray();
                Assert.Equal([rows, columns], response.Outputs["y"].Shape.ToArray());
                Assert.Equal(Array.ConvertAll(x, static v => (2 * v) + 1), response.Outputs["y"].AsSpan<float>().ToArray());
            }
            catch (ModelExecutionException)
            {
                Assert.True(isPoisonous);
            }
            catch (OperationCanceledException)
            {
                Assert.True(source.IsCancellationRequested);
            }
        }
    }

    private static ValueTask Call(ModelGeneration generation, InferenceRequest request, InferenceResponse response, CancellationToken token)
    {
        try
        {
            return generation.RunAsync(request, response, token);
        }
        finally
        {
            generation.Release();
        }
    }

    private static void Fill(InferenceRequest request, float first, int rows, int columns)
    {
        ModelReference model = request.Model;
        request.Reset(model);
        Span<float> x = request.Inputs.Add("x", TensorDataType.Float32, [rows, columns]).AsSpan<float>();
        for (int i = 0; i < x.Length; i++) { x[i] = first == BatchSession.Poison ? first : first + (i * 0.25f); }
    }
}
