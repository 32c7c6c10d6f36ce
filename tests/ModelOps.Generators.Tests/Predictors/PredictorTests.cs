using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.TestSupport;

namespace ModelOps.Generators.Tests.Predictors;

public sealed class PredictorTests
{
    private static readonly TensorSpec[] HouseIn = [new("x", TensorDataType.Float32, [-1, 4])];

    [Fact]
    public async Task PredictAsync_OnnxModelInProcess_Answers()
    {
        using PredictorHost host = new(static b => b.AddPredictor<House, HouseAnswer>("house"));
        await host.AddAsync("house", TestModels.Affine(2, 1, columns: 4));

        HouseAnswer answer = await host.Get<House, HouseAnswer>().PredictAsync(new House(50, 2, null, true), TestContext.Current.CancellationToken);

        Assert.Equal([101f, 5f, float.NaN, 3f], answer.Y.ToArray());
    }

    [Fact]
    public async Task PredictBatchAsync_OnnxModelInProcess_AnswersInOrder()
    {
        using PredictorHost host = new(static b => b.AddPredictor<Pair, PairSum>("pair", static o => o.MaxBatchRows = 3));
        await host.AddAsync("pair", TestModels.SumAndDifference());
        Pair[] pairs = [.. Enumerable.Range(0, 10).Select(static i => new Pair(i, 100 * i))];

        PairSum[] sums = await host.Get<Pair, PairSum>().PredictBatchAsync(pairs, TestContext.Current.CancellationToken);

        Assert.Equal(pairs.Select(static p => p.A + p.B), sums.Select(static s => s.Sum));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PredictAsync_EveryType_ComesBackAsItWent(bool later)
    {
        EchoClient client = new(EchoClient.SignatureOf(Bindings<Everything>())) { CompletesLater = later };
        using ServiceProvider services = Build<Everything, Everything>(client);
        IPredictor<Everything, Everything> predictor = services.GetRequiredService<IPredictor<Everything, Everything>>();
        Gen.Int[0, 1_000_000].Array[1, 5].Sample(
            seeds =>
            {
                Everything[] rows = [.. seeds.Select(static seed => Random(new Random(seed)))];
                Everything[] answers = predictor.PredictBatchAsync(rows).AsTask().GetAwaiter().GetResult();
                return rows.Zip(answers).All(static pair => Describe(pair.First) == Describe(pair.Second));
            },
            iter: 200,
            seed: "0000KOIPzhQ3");
    }

    [Fact]
    public async Task PredictAsync_FeaturesBackFromAnswer_AreConverted()
    {
        using ServiceProvider services = Build<House, HouseColumns>(new EchoClient(new ModelSignature(HouseIn, [new("y", TensorDataType.Float32, [-1, 4])])), rename: true);

        HouseColumns answer = await services.GetRequiredService<IPredictor<House, HouseColumns>>()
            .PredictAsync(new House(1.5f, 7, null, true), TestContext.Current.CancellationToken);

        Assert.Equal(new HouseColumns(1.5f, 7, null, true), answer);
    }

    [Theory]
    [InlineData(new long[] { -1 }, 3)]
    [InlineData(new long[] { -1, 1 }, 3)]
    [InlineData(new long[] { 1, 1 }, 1)]
    [InlineData(new long[] { }, 1)]
    public async Task PredictBatchAsync_ScalarInput_TakesTheShapeOfTheModel(long[] shape, int rowsACall)
    {
        TensorSpec[] specs = [new("a", TensorDataType.Float32, shape), new("b", TensorDataType.Float32, shape)];
        EchoClient client = new(new ModelSignature(specs, [.. specs, new("sum", TensorDataType.Float32, shape)]));
        using ServiceProvider services = Build<Pair, PairEcho>(client);

        PairEcho[] answers = await services.GetRequiredService<IPredictor<Pair, PairEcho>>()
            .PredictBatchAsync(new Pair[] { new(1, 2), new(3, 4), new(5, 6) }, TestContext.Current.CancellationToken);

        Assert.Equal([1, 3, 5], answers.Select(static a => a.A));
        Assert.Equal(3 / rowsACall, client.Calls);
        Assert.Equal(["a"], client.LastRequestedOutputs);
    }

    [Fact]
    public async Task PredictAsync_TypesDoNotFit_SaysEveryDifference()
    {
        using PredictorHost host = new(static b => b.AddPredictor<Wrong, WrongAnswer>("house", static o => o.Check = PredictorCheck.OnFirstCall));
        await host.AddAsync("house", TestModels.SumAndDifference());
        IPredictor<Wrong, WrongAnswer> predictor = host.Get<Wrong, WrongAnswer>();

        ModelSignatureMismatchException e = await Assert.ThrowsAsync<ModelSignatureMismatchException>(
            async () => await predictor.PredictAsync(new Wrong(1, 2), TestContext.Current.CancellationToken));

        Assert.Equal(
            [
                "Wrong.X is written to input 'X', which the model does not have (it has 'a', 'b')",
                "Wrong.Extra is written to input 'extra', which the model does not have (it has 'a', 'b')",
                "the model takes input 'a' (FP32[-1]), which no property of Wrong is written to",
                "the model takes input 'b' (FP32[-1]), which no property of Wrong is written to",
                "WrongAnswer.Y is read from output 'Y', which the model does not have (it has 'sum', 'difference')",
                "WrongAnswer.Z is read from output 'Z', which the model does not have (it has 'sum', 'difference')",
            ],
            e.Differences);
        Assert.Contains("Change the types to the model's signature", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PredictAsync_OtherTypeAndShape_SaysBoth()
    {
        using ServiceProvider services = Build<House, HouseAnswer>(new EchoClient(
            new ModelSignature([new("x", TensorDataType.Float64, [-1, 4])], [new("y", TensorDataType.Float32, [-1, 3])])));

        ModelSignatureMismatchException e = await Assert.ThrowsAsync<ModelSignatureMismatchException>(async () =>
            await services.GetRequiredService<IPredictor<House, HouseAnswer>>().PredictAsync(default(House), TestContext.Current.CancellationToken));

        Assert.Equal(
            [
                "House (Area, Rooms, Age, HasGarden) is written to input 'x' as FP32[-1,4], but the model takes FP64[-1,4]",
                "HouseAnswer.Y is read from output 'y' as FP32[-1,4], but the model answers FP32[-1,3]",
            ],
            e.Differences);
    }

    [Fact]
    public async Task PredictAsync_ModelReplacedByAnother_ComparesAgain()
    {
        EchoClient client = new(EchoClient.SignatureOf(Bindings<Everything>()));
        using ServiceProvider services = Build<Everything, Everything>(client);
        IPredictor<Everything, Everything> predictor = services.GetRequiredService<IPredictor<Everything, Everything>>();
        Everything value = Random(new Random(1));
        await predictor.PredictAsync(value, TestContext.Current.CancellationToken);

        client.Signature = new ModelSignature(HouseIn, HouseIn);
        await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await predictor.PredictAsync(value));
        await Assert.ThrowsAsync<ModelSignatureMismatchException>(async () => await predictor.PredictAsync(value));
        client.Signature = EchoClient.SignatureOf(Bindings<Everything>());
        await predictor.PredictAsync(value, TestContext.Current.CancellationToken);
        Assert.Equal(3, client.MetadataCalls);
    }

    [Fact]
    public async Task PredictAsync_WrongValues_NameTheProperty()
    {
        using ServiceProvider services = Build<Everything, Everything>(new EchoClient(EchoClient.SignatureOf(Bindings<Everything>())));
        IPredictor<Everything, Everything> predictor = services.GetRequiredService<IPredictor<Everything, Everything>>();
        Everything good = Random(new Random(1));

        InvalidInferenceRequestException none = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () =>
            await predictor.PredictBatchAsync(new[] { good, good with { Text = null! } }));
        Assert.Equal("Everything.Text of row 1, which is input 'Text': expected a string, found null.", none.Message);
        InvalidInferenceRequestException length = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () =>
            await predictor.PredictAsync(good with { Grid = [1] }));
        Assert.Equal("Everything.Grid of row 0, which is input 'Grid': expected 4 elements, found 1.", length.Message);
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await predictor.PredictAsync(null!));
        await Assert.ThrowsAsync<ArgumentException>(async () => await predictor.PredictBatchAsync(new[] { good, good }, new Everything[1]));
        Assert.Empty(await predictor.PredictBatchAsync(Array.Empty<Everything>()));
    }

    [Fact]
    public async Task PredictAsync_Context_GoesWithTheCallAndNoFurther()
    {
        EchoClient client = new(EchoClient.SignatureOf(Bindings<Everything>()));
        using ServiceProvider services = Build<Everything, Everything>(client);
        IPredictor<Everything, Everything> predictor = services.GetRequiredService<IPredictor<Everything, Everything>>();

        await predictor.PredictAsync(Random(new Random(1)), new InferenceContext { Tenant = "acme", Priority = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(("acme", 2), (client.LastContext.Tenant, client.LastContext.Priority));
        await predictor.PredictAsync(Random(new Random(1)), TestContext.Current.CancellationToken);
        Assert.Null(client.LastContext.Tenant);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await predictor.PredictAsync(Random(new Random(1)), new CancellationToken(true)));
    }

    [Fact]
    public async Task PredictAsync_InProcessAtSteadyState_AllocatesNothing()
    {
        using PredictorHost host = new(static b => b.AddPredictor<Pair, PairSum>("pair"));
        await host.AddAsync("pair", TestModels.SumAndDifference());
        IPredictor<Pair, PairSum> predictor = host.Get<Pair, PairSum>();
        Pair pair = new(1, 2);
        Pair[] pairs = [pair, pair, pair];
        PairSum[] sums = new PairSum[3];
        await predictor.PredictAsync(pair, TestContext.Current.CancellationToken);

        float sum = 0;
        bool completed = true;
        Assert.Equal(0, Allocations.Fewest(() => sum = predictor.PredictAsync(pair).Result.Sum));
        Assert.Equal(0, Allocations.Fewest(() => completed &= predictor.PredictBatchAsync(pairs, sums).IsCompletedSuccessfully));
        Assert.Equal((3f, 3f, true), (sum, sums[2].Sum, completed));
    }

    [Fact]
    public async Task PredictAsync_ManyCallersAtOnce_EachGetsItsOwnAnswer()
    {
        using PredictorHost host = new(static b => b.AddPredictor<Pair, PairSum>("pair"));
        await host.AddAsync("pair", TestModels.SumAndDifference());
        IPredictor<Pair, PairSum> predictor = host.Get<Pair, PairSum>();

        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, async (i, token) =>
            Assert.Equal(3f * i, (await predictor.PredictAsync(new Pair(i, 2 * i), token)).Sum));
    }

    private static IReadOnlyList<TensorBinding> Bindings<T>()
        where T : IModelInput<T> => T.InputTensors;

    private static ServiceProvider Build<TIn, TOut>(IInferenceClient client, bool rename = false)
        where TIn : IModelInput<TIn>
        where TOut : IModelOutput<TOut>
    {
        ServiceCollection services = new();
        services.AddSingleton(rename ? new RenamingClient(client) : client);
        services.AddModelOps().AddPredictor<TIn, TOut>("m");
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static Everything Random(Random random) => new(
        random.Next(2) == 1,
        (sbyte)random.Next(-128, 128),
        (byte)random.Next(256),
        (short)random.Next(-32768, 32768),
        (ushort)random.Next(65536),
        random.Next(int.MinValue, int.MaxValue),
        (uint)random.NextInt64(uint.MaxValue),
        random.NextInt64(long.MinValue, long.MaxValue),
        (ulong)random.NextInt64(long.MaxValue),
        random.NextSingle(),
        random.NextDouble(),
        (Half)random.NextDouble(),
        random.Next(2) == 1 ? random.NextDouble() : null,
        (DayOfWeek)random.Next(7),
        new string((char)random.Next(32, 0x3000), random.Next(5)),
        [$"ä{random.Next()}", string.Empty],
        [random.NextSingle(), 2, 3, 4],
        new long[] { random.NextInt64(), 2, 3 });

    private static string Describe(Everything e) =>
        $"{e with { Words = [], Grid = [], Vector = default }} {string.Join('|', e.Words)} {string.Join('|', e.Grid)} {string.Join('|', e.Vector.ToArray())}"
            .Replace("System.String[]", "", StringComparison.Ordinal).Replace("System.Single[]", "", StringComparison.Ordinal);
}
