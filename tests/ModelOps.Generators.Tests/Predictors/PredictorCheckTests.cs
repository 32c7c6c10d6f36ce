using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using ModelOps.TestSupport;

namespace ModelOps.Generators.Tests.Predictors;

public sealed class PredictorCheckTests
{
    private static readonly ModelSignature Fits = EchoClient.SignatureOf(PairIn);
    private static readonly ModelSignature FitsNot = new([new("x", TensorDataType.Float32, [-1, 4])], [new("a", TensorDataType.Int64, [-1])]);

    private static IEnumerable<TensorBinding> PairIn => [new("a", TensorDataType.Float32, [], ""), new("b", TensorDataType.Float32, [], "")];

    [Fact]
    public async Task AtStart_TypesDoNotFit_StartFails()
    {
        using IHost host = Build(new EchoClient(FitsNot), PredictorCheck.AtStart);

        ModelSignatureMismatchException e = await Assert.ThrowsAsync<ModelSignatureMismatchException>(() => host.StartAsync());

        Assert.Equal(4, e.Differences.Count);
    }

    [Fact]
    public async Task AtStart_ModelOfTheConfiguration_IsWaitedFor()
    {
        using TemporaryFolder folder = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps()
            .AddPredictor<Pair, PairSum>("pair", static o => o.Check = PredictorCheck.AtStart) // before serving: the order must not matter
            .AddServing(o => o.Models.Add(new() { Name = "pair", File = folder.Write("pair.onnx", TestModels.SumAndDifference()) }));
        using IHost host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        PairSum sum = await host.Services.GetRequiredService<IPredictor<Pair, PairSum>>().PredictAsync(new Pair(1, 2));
        Assert.Equal(3, sum.Sum);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AtStart_ModelNeverReady_StartGoesOnAfterTheTimeout()
    {
        EchoClient client = new(Fits) { IsReady = false };
        FakeTimeProvider time = new();
        using IHost host = Build(client, PredictorCheck.AtStart, time);
        Task start = host.StartAsync();
        for (int i = 0; i < 700 && !start.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await start.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, client.MetadataCalls);
        await host.Services.GetRequiredService<IPredictor<Pair, PairEcho>>().PredictAsync(new Pair(1, 2));
        Assert.Equal(1, client.MetadataCalls);
    }

    [Fact]
    public async Task InBackground_TypesDoNotFit_HostStops()
    {
        EchoClient client = new(FitsNot) { IsReady = false };
        FakeTimeProvider time = new();
        using IHost host = Build(client, PredictorCheck.InBackground, time);
        TaskCompletionSource stopping = new();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await host.StartAsync();
        Assert.False(stopping.Task.IsCompleted);

        client.IsReady = true;
        while (!stopping.Task.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(stopping.Task, Task.Delay(5));
        }
    }

    [Fact]
    public async Task OnFirstCall_TypesDoNotFit_HostStartsAndCallsFail()
    {
        EchoClient client = new(FitsNot);
        using IHost host = Build(client, PredictorCheck.OnFirstCall);
        await host.StartAsync();

        IPredictor<Pair, PairEcho> predictor = host.Services.GetRequiredService<IPredictor<Pair, PairEcho>>();
        for (int i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<ModelSignatureMismatchException>(async () => await predictor.PredictAsync(new Pair(1, 2)));
        }

        Assert.Equal(0, client.Calls);
    }

    [Fact]
    public async Task AddPredictor_SeveralModelsAndClients_AreKeyed()
    {
        EchoClient near = new(Fits);
        EchoClient far = new(Fits);
        ServiceCollection services = new();
        services.AddSingleton<IInferenceClient>(near);
        services.AddKeyedSingleton<IInferenceClient>("far", far);
        services.AddModelOps().AddPredictor<Pair, PairEcho>("m@champion").AddPredictor<Pair, PairEcho>("m@candidate", static o => o.ClientKey = "far");
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        await provider.GetRequiredService<IPredictor<Pair, PairEcho>>().PredictAsync(new Pair(1, 2));
        Assert.Equal((1, 0), (near.Calls, far.Calls));
        IPredictor<Pair, PairEcho> candidate = provider.GetRequiredKeyedService<IPredictor<Pair, PairEcho>>("m@candidate");
        await candidate.PredictAsync(new Pair(1, 2));
        Assert.Equal((1, 1), (near.Calls, far.Calls));
        Assert.Equal("candidate", candidate.Model.Alias);
        Assert.Single(provider.GetServices<IHostedService>());
    }

    [Fact]
    public void AddPredictor_WrongSettings_SayWhatMends()
    {
        IModelOpsBuilder builder = new ServiceCollection().AddModelOps();

        Assert.Throws<InvalidModelReferenceException>(() => builder.AddPredictor<Pair, PairEcho>("no/model"));
        Assert.Contains("Set it to 1 or more", Refused(static o => o.MaxBatchRows = 0), StringComparison.Ordinal);
        Assert.Contains("Set it above zero", Refused(static o => o.ReadyTimeout = TimeSpan.Zero), StringComparison.Ordinal);
        Assert.Contains("Set it above zero", Refused(static o => o.ReadyPollInterval = TimeSpan.Zero), StringComparison.Ordinal);
        Assert.Contains("InBackground, AtStart, OnFirstCall", Refused(static o => o.Check = (PredictorCheck)9), StringComparison.Ordinal);
        string Refused(Action<PredictorOptions> configure) =>
            Assert.Throws<ArgumentException>(() => builder.AddPredictor<Pair, PairEcho>("m", configure)).Message;
    }

    private static IHost Build(EchoClient client, PredictorCheck check, TimeProvider? time = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IInferenceClient>(client);
        builder.Services.AddModelOps().AddPredictor<Pair, PairEcho>("m", o => o.Check = check);
        return builder.Build();
    }
}
