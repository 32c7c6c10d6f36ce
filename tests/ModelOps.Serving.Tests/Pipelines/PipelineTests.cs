using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Pipelines;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Pipelines;

public sealed class PipelineTests
{
    internal static readonly TensorSpec Number = new("n", TensorDataType.Float32, [-1]);

    [Fact]
    public async Task InferAsync_ModelsAndCode_AnswersLikeOneModel()
    {
        using TestHost host = await StartAsync(static p => p.Version("2.1.0").Input("a").Input("b")
            .Step("shift", ["difference"], [Number with { Name = "shifted" }], static s => Map(s, "difference", "shifted", static x => x + 100))
            .Model("first", "pair", static m => m.Reads("a").Reads("b").Writes("sum").Writes("difference"))
            .Model("second", "pair", static m => m.Reads("a", "sum").Reads("b", "shifted").Writes("sum", "total"))
            .Output("total").Output("sum").Output("again", "sum"));
        using InferenceRequest request = Request("p", [5, 1], [2, 3]);
        request.Id = "7";

        using InferenceResponse response = await host.Client.InferAsync(request);

        Assert.Equal(("p", "2.1.0", "7"), (response.ModelName, response.ModelVersion, response.Id));
        Assert.Equal(["total", "sum", "again"], response.Outputs.Select(static o => o.Name));
        Assert.Equal([7 + 103f, 4 + 98f], response.Outputs["total"].AsSpan<float>().ToArray());
        Assert.Equal([7f, 4f], response.Outputs["sum"].AsSpan<float>().ToArray());
        Assert.Equal([7f, 4f], response.Outputs["again"].AsSpan<float>().ToArray());
        Assert.Equal([5f, 1f], request.Inputs["a"].AsSpan<float>().ToArray()); // as the caller made it
        Assert.Equal("p", request.Model.Name);

        request.RequestedOutputs.Add("again");
        using InferenceResponse one = await host.Client.InferAsync(request);
        Assert.Equal("again", Assert.Single(one.Outputs).Name);
    }

    [Fact]
    public async Task InferAsync_AtSteadyState_AllocatesNothing()
    {
        using TestHost host = await StartAsync(static p => p.Input("a").Input("b")
            .Model("first", "pair", static m => m.Reads("a").Reads("b").Writes("sum").Writes("difference"))
            .Step("shift", ["difference"], [Number with { Name = "shifted" }], static s => Map(s, "difference", "shifted", static x => x + 100))
            .Model("second", "pair", static m => m.Reads("a", "sum").Reads("b", "shifted").Writes("sum", "total"))
            .Output("total"));
        using InferenceRequest request = Request("p", [5, 1], [2, 3]);
        using InferenceResponse response = new();
        await host.Client.InferAsync(request, response);

        Assert.Equal(0, Allocations.Fewest(() => host.Client.InferAsync(request, response)));
        Assert.Equal([110f, 102f], response.Outputs["total"].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task InferAsync_Branches_RunAtTheSameTime()
    {
        using Barrier both = new(2);
        using TestHost host = await StartAsync(p => p.Input(Number)
            .Step("left", ["n"], [Number with { Name = "l" }], s => { Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30))); Map(s, "n", "l", static x => x + 1); })
            .Step("right", ["n"], [Number with { Name = "r" }], s => { Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30))); Map(s, "n", "r", static x => x * 10); })
            .Model("join", "pair", static m => m.Reads("a", "l").Reads("b", "r").Writes("sum"))
            .Output("y", "sum"));

        Assert.Equal(34f, Assert.Single(await CallAsync(host, 3)));
    }

    [Theory]
    [InlineData(5, 105)]
    [InlineData(-5, -10)]
    public async Task InferAsync_ConditionalBranches_TakeOne(float n, float expected)
    {
        using TestHost host = await StartAsync(static p => p.Input(Number)
            .Step("high", ["n"], [Number with { Name = "h" }], static s => Map(s, "n", "h", static x => x + 50)).When(static s => s.Read("n").AsSpan<float>()[0] > 0)
            .Step("higher", ["h"], [Number with { Name = "hh" }], static s => Map(s, "h", "hh", static x => x + 50))
            .Step("low", ["n"], [Number with { Name = "l" }], static s => Map(s, "n", "l", static x => x * 2)).When(static s => s.Read("n").AsSpan<float>()[0] <= 0)
            .Output("y", "hh", "l"));

        Assert.Equal(expected, Assert.Single(await CallAsync(host, n)));
    }

    [Fact]
    public async Task InferAsync_NoBranchRan_SaysWhichOutput()
    {
        using TestHost host = await StartAsync(static p => p.Input(Number)
            .Step("never", ["n"], [Number with { Name = "y" }], static s => Map(s, "n", "y", static x => x)).When(static _ => false)
            .Output("y"));

        ModelExecutionException e = await Assert.ThrowsAsync<ModelExecutionException>(() => CallAsync(host, 1));
        Assert.Contains("no step wrote output 'y'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InferAsync_AsyncSteps_FinishAndAreReused()
    {
        using TestHost host = await StartAsync(static p => p.Input(Number)
            .Step("wait", ["n"], [Number with { Name = "m" }], static async (s, token) =>
            {
                await Task.Delay(1, token);
                Map(s, "n", "m", static x => x + 1);
            })
            .Model("double", "pair", static m => m.Reads("a", "m").Reads("b", "m").Writes("sum"))
            .Output("y", "sum"));

        await Parallel.ForAsync(0, 200, async (i, _) => Assert.Equal(2f * (i + 1), Assert.Single(await CallAsync(host, i))));
    }

    [Fact]
    public async Task InferAsync_StepFails_ErrorNamesItAndOthersStop()
    {
        bool ranAfter = false;
        using TestHost host = await StartAsync(p => p.Input(Number)
            .Step("bad", ["n"], [Number with { Name = "m" }], static _ => throw new InvalidOperationException("secret"))
            .Step("after", ["m"], [Number with { Name = "y" }], _ => ranAfter = true)
            .Output("y"));

        PipelineStepException e = await Assert.ThrowsAsync<PipelineStepException>(() => CallAsync(host, 1));

        Assert.Equal(("p", "bad", PipelineStepException.StepFailed, ModelOpsErrorKind.Internal), (e.Pipeline, e.Step, e.Code, e.Kind));
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
        Assert.False(ranAfter);
        await Assert.ThrowsAsync<PipelineStepException>(() => CallAsync(host, 1)); // and the run is reused
    }

    [Fact]
    public async Task InferAsync_ModelFails_ErrorKeepsItsKindAndCode()
    {
        using TestHost host = await StartAsync(static p => p.Input("indices").Model("look", "lookup", static m => m.Reads("indices").Writes("y")).Output("y"));
        await host.AddFileAsync("lookup", TestModels.Lookup());
        using InferenceRequest request = new(ModelReference.Parse("p"));
        request.Inputs.Add(InferenceTensor.Create<long>("indices", [1], [99]));

        PipelineStepException e = await Assert.ThrowsAsync<PipelineStepException>(async () => await host.Client.InferAsync(request));

        Assert.Equal(("look", ModelOpsErrorCodes.ModelExecutionFailed), (e.Step, e.Code));
    }

    [Fact]
    public async Task InferAsync_RequestDoesNotFit_IsTheCallersError()
    {
        using TestHost host = await StartAsync(static p => p.Input("a").Input("b").Model("m", "pair", static m => m.Reads("a").Reads("b").Writes("sum")).Output("sum"));
        using InferenceRequest request = new(ModelReference.Parse("p"));
        request.Inputs.Add(InferenceTensor.Create<float>("a", [1], [1]));

        InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(request));
        Assert.Equal("b", e.Tensor);
    }

    [Fact]
    public async Task InferAsync_DeadlineAndCancellation_AreShared()
    {
        TestHost? host = null;
        host = await StartAsync(p => p.Input(Number)
            .Step("slow", ["n"], [Number with { Name = "m" }], s =>
            {
                host!.Time.Advance(TimeSpan.FromSeconds(2));
                Map(s, "n", "m", static x => x);
            })
            .Step("late", ["m"], [Number with { Name = "y" }], static s => Map(s, "m", "y", static x => x))
            .Output("y"));
        using TestHost owned = host;
        using InferenceRequest request = Numbers(1);
        await host.Client.InferAsync(request);
        request.Context.Deadline = host.Time.GetUtcNow() + TimeSpan.FromSeconds(1);

        DeadlineExceededException late = await Assert.ThrowsAsync<DeadlineExceededException>(async () => await host.Client.InferAsync(request));
        Assert.Contains("'late'", late.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await host.Client.InferAsync(request, new CancellationToken(true)));
    }

    [Fact]
    public async Task GetMetadataAsync_Pipeline_IsDerivedFromItsModels()
    {
        using TestHost host = await StartAsync(static p => p.Input("a").Input(Number)
            .Model("first", "pair", static m => m.Reads("a").Reads("b", "n").Writes("sum", "s"))
            .Output("total", "s"));
        ModelReference reference = ModelReference.Parse("p");

        ModelMetadata metadata = await host.Client.GetMetadataAsync(reference);

        Assert.Equal("a: FP32[-1], n: FP32[-1] -> total: FP32[-1]", metadata.Signature.ToString());
        Assert.Equal(("p", "modelops_pipeline", "pair"), (metadata.Name, metadata.Platform, metadata.Properties["step.first"]));
        Assert.True(await host.Client.IsReadyAsync(reference));
        Assert.False(await host.Client.IsReadyAsync(ModelReference.Parse("p@champion")));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(async () => await host.Client.GetMetadataAsync(ModelReference.Parse("p:9.0.0")));
        await host.Host.RemoveAsync("pair");
        Assert.False(await host.Client.IsReadyAsync(reference));
    }

    [Fact]
    public async Task InferAsync_StepsDoNotFit_SaysEveryDifference()
    {
        using TestHost host = await StartAsync(static p => p.Input("a").Input(new TensorSpec("n", TensorDataType.Int64, [-1]))
            .Model("first", "pair", static m => m.Reads("a").Reads("b", "n").Reads("c", "n").Writes("product"))
            .Model("second", "pair", static m => m.Reads("a").Writes("sum"))
            .Output("sum"));

        ModelSignatureMismatchException e = await Assert.ThrowsAsync<ModelSignatureMismatchException>(() => CallAsync(host, 1));

        Assert.Equal(
            [
                "step 'first' takes output 'product', which 'pair' does not have (it has 'sum', 'difference')",
                "step 'first' feeds input 'b' (FP32[-1]) with 'n' (INT64[-1])",
                "step 'first' feeds input 'c', which 'pair' does not have (it has 'a', 'b')",
                "step 'second' does not feed input 'b' (FP32[-1]) of 'pair'",
            ],
            e.Differences);
    }

    [Fact]
    public void InferAsync_RandomGraphs_AnswerAsComputedByHand() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                Random random = new(seed);
                int steps = random.Next(1, 12);
                int[][] reads = [.. Enumerable.Range(0, steps).Select(i => Enumerable.Range(0, i + 1).Where(_ => random.Next(3) == 0).DefaultIfEmpty(i).ToArray())];
                using TestHost host = StartAsync(p =>
                {
                    p.Input(Number with { Name = "v0" }).Output("y", $"v{steps}");
                    foreach (int i in Enumerable.Range(0, steps).OrderBy(_ => random.Next()))
                    {
                        string[] names = [.. reads[i].Select(static r => $"v{r}")];
                        string to = $"v{i + 1}";
                        bool isAsync = random.Next(2) == 0;
                        p.Step($"s{i}", names, [Number with { Name = to }], async (s, _) =>
                        {
                            if (isAsync) { await Task.Yield(); }
                            s.Write(to, [1]).AsSpan<float>()[0] = names.Sum(n => s.Read(n).AsSpan<float>()[0]) + 1;
                        });
                    }
                }).GetAwaiter().GetResult();
                float[] values = new float[steps + 1];
                values[0] = 3;
                for (int i = 0; i < steps; i++) { values[i + 1] = reads[i].Sum(r => values[r]) + 1; }

                for (int call = 0; call < 3; call++)
                {
                    using InferenceRequest request = new(ModelReference.Parse("p"));
                    request.Inputs.Add(InferenceTensor.Create<float>("v0", [1], [3]));
                    using InferenceResponse response = host.Client.InferAsync(request).AsTask().GetAwaiter().GetResult();
                    Assert.Equal(values[steps], response.Outputs["y"].AsSpan<float>()[0]);
                }
            },
            iter: 50,
            threads: 1,
            seed: "0000KOIPzhQ3");

    internal static async Task<TestHost> StartAsync(Action<PipelineBuilder> define)
    {
        TestHost host = new(build: b => b.AddPipeline("p", define));
        await host.AddFileAsync("pair", TestModels.SumAndDifference());
        return host;
    }

    private static InferenceRequest Request(string model, float[] a, float[] b)
    {
        InferenceRequest request = new(ModelReference.Parse(model));
        request.Inputs.Add(InferenceTensor.Create<float>("a", [a.Length], a));
        request.Inputs.Add(InferenceTensor.Create<float>("b", [b.Length], b));
        return request;
    }

    private static InferenceRequest Numbers(float n)
    {
        InferenceRequest request = new(ModelReference.Parse("p"));
        request.Inputs.Add(InferenceTensor.Create<float>("n", [1], [n]));
        return request;
    }

    internal static async Task<float[]> CallAsync(TestHost host, float n)
    {
        using InferenceRequest request = Numbers(n);
        using InferenceResponse response = await host.Client.InferAsync(request);
        return response.Outputs["y"].AsSpan<float>().ToArray();
    }

    internal static void Map(PipelineStepContext step, string from, string to, Func<float, float> map)
    {
        InferenceTensor read = step.Read(from);
        Span<float> written = step.Write(to, read.Shape).AsSpan<float>();
        for (int i = 0; i < written.Length; i++) { written[i] = map(read.AsSpan<float>()[i]); }
    }
}
