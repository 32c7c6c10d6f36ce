using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Remote;

namespace ModelOps.Registry.Tests.Training;

public sealed class RayLauncherTests : IDisposable
{
    private readonly FakeRay _ray = new();
    private readonly RayLauncher _launcher;

    public RayLauncherTests()
    {
        RayOptions options = new() { Address = new Uri("https://ray:8265"), RetryDelay = TimeSpan.Zero, MaxLogBytes = 4096, Handler = () => _ray };
        options.Entrypoints["train"] = new RayEntrypoint { Command = "python train.py", WorkingDirectory = "s3://code.zip", Cpus = 2, Gpus = 0.5, MemoryBytes = 1 << 30 };
        _launcher = new RayLauncher(options, null, new FakeTimeProvider());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _launcher.Dispose();
        _ray.Dispose();
    }

    [Fact]
    public async Task Start_Twice_IsOneJobAndParametersReachNoShell()
    {
        TrainingJobHandle first = await _launcher.StartAsync(Spec(), "k", Token);
        TrainingJobHandle second = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal((true, false, first.Id), (first.IsNew, second.IsNew, second.Id));
        JsonNode body = Assert.Single(_ray.Bodies);
        Assert.Equal("python train.py", body["entrypoint"]!.GetValue<string>());
        Assert.Equal("""{"lr":"0.1; rm -rf /"}""", body["runtime_env"]!["env_vars"]!["MODELOPS_TRAINING_PARAMETERS"]!.GetValue<string>());
        Assert.Equal(("s3://code.zip", 2.0, 0.5, 1 << 30), (
            body["runtime_env"]!["working_dir"]!.GetValue<string>(), body["entrypoint_num_cpus"]!.GetValue<double>(), body["entrypoint_num_gpus"]!.GetValue<double>(), body["entrypoint_memory"]!.GetValue<int>()));
        Assert.Equal("demand", body["metadata"]!["modelops.model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Start_RaceOrLostAnswer_FindsTheJobThatIsThere()
    {
        _ray.LosesRace = true;
        TrainingJobHandle raced = await _launcher.StartAsync(Spec(), "race", Token);
        _ray.LosesRace = false;
        _ray.Outage = request =>
        {
            if (request.Method == HttpMethod.Post) { _ray.LosesAnswer = true; }
            return null;
        };
        TrainingJobHandle lost = await _launcher.StartAsync(Spec(), "lost", Token);

        Assert.False(raced.IsNew || lost.IsNew);
        Assert.Equal(2, _ray.Jobs.Count);
    }

    [Theory]
    [InlineData("PENDING", TrainingJobState.Pending)]
    [InlineData("RUNNING", TrainingJobState.Running)]
    [InlineData("STOPPED", TrainingJobState.Cancelled)]
    [InlineData("SUCCEEDED", TrainingJobState.Succeeded)]
    [InlineData("FAILED", TrainingJobState.Failed)]
    [InlineData("SOMETHING", TrainingJobState.Unknown)]
    public async Task Get_States_AreNormalised(string raw, TrainingJobState state)
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);
        JsonObject job = _ray.Jobs[handle.Id];
        job["status"] = raw;
        job["driver_exit_code"] = 3;
        job["message"] = "exited";
        job["end_time"] = long.MaxValue;

        TrainingJobStatus status = await _launcher.GetAsync(handle.Id, Token);

        Assert.Equal((state, raw, 3, state == TrainingJobState.Failed ? "exited" : null), (status.State, status.RawState, status.ExitCode, status.Message));
        Assert.Equal((DateTimeOffset.UnixEpoch.AddYears(56), null), (status.StartedAt, status.FinishedAt));
    }

    [Fact]
    public async Task Logs_LongerThanTheLimit_KeepTheirEnd()
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal(new TrainingJobLog("epoch 1\n", true), await _launcher.LogsAsync(handle.Id, Token));
        _ray.Logs = new string('a', 10_000) + "end";
        TrainingJobLog log = await _launcher.LogsAsync(handle.Id, Token);
        Assert.Equal((4096, false), (log.Text.Length, log.IsComplete));
        Assert.EndsWith("end", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_Stops()
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        await _launcher.CancelAsync(handle.Id, Token);

        Assert.Equal(TrainingJobState.Cancelled, (await _launcher.GetAsync(handle.Id, Token)).State);
        Assert.Equal(ModelOpsErrorKind.NotFound, (await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.CancelAsync("absent", Token))).Kind);
        Assert.Equal(ModelOpsErrorKind.NotFound, (await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.LogsAsync("absent", Token))).Kind);
    }

    [Fact]
    public async Task Start_UnknownEntrypointOrBrokenServer_IsATypedError()
    {
        TrainingJobException unknown = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.StartAsync(Spec() with { Job = "sh -c evil" }, "k", Token));
        _ray.Outage = static request => request.Method == HttpMethod.Post ? FakeScheduler.Text(500, "Traceback: secret") : null;
        TrainingJobException broken = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.StartAsync(Spec(), "k", Token));
        _ray.Outage = static _ => FakeScheduler.Text(200, "<html>");
        TrainingJobException foreign = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.StartAsync(Spec(), "k", Token));

        Assert.Contains("known: train", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(ModelOpsErrorKind.Unavailable, broken.Kind);
        Assert.DoesNotContain("Traceback", broken.ToString(), StringComparison.Ordinal);
        Assert.Equal(TrainingJobErrorCodes.Refused, foreign.Code);
    }

    private static TrainingJobSpec Spec() => new() { Job = "train", Model = "demand", Parameters = new Dictionary<string, string> { ["lr"] = "0.1; rm -rf /" } };
}
