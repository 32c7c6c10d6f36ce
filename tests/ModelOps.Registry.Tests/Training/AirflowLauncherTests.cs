using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Remote;

namespace ModelOps.Registry.Tests.Training;

public sealed class AirflowLauncherTests : IDisposable
{
    private readonly FakeAirflow _airflow = new() { Token = "none yet" };
    private readonly FakeTimeProvider _time = new();
    private readonly AirflowLauncher _launcher;

    public AirflowLauncherTests() => _launcher = new AirflowLauncher(
        new AirflowOptions { Address = new Uri("https://airflow/"), UserName = "admin", PasswordSecret = "pw", RetryDelay = TimeSpan.Zero, Handler = () => _airflow },
        new OneSecret("pw", "pa55word"),
        _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _launcher.Dispose();
        _airflow.Dispose();
    }

    [Fact]
    public async Task Start_Twice_IsOneRunWithConfAndNote()
    {
        TrainingJobHandle first = await _launcher.StartAsync(Spec(), "k", Token);
        TrainingJobHandle second = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal((true, false, first.Id), (first.IsNew, second.IsNew, second.Id));
        JsonObject run = Assert.Single(_airflow.Runs).Value;
        Assert.Equal("train/" + run["dag_run_id"]!.GetValue<string>(), first.Id);
        Assert.Equal(("0.1", "drift"), (run["conf"]!["lr"]!.GetValue<string>(), run["note"]!.GetValue<string>()));
        Assert.Equal(1, _airflow.Logins);
    }

    [Fact]
    public async Task Start_LostAnswer_IsRepeatedAndFoundByItsOwnId()
    {
        await _launcher.StartAsync(Spec(), "other", Token);
        _airflow.LosesAnswer = true;

        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.False(handle.IsNew);
        Assert.Equal(2, _airflow.Runs.Count);
    }

    [Fact]
    public async Task Token_Expired_LogsInAgain()
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);
        _airflow.Token = "changed";

        Assert.Equal(TrainingJobState.Pending, (await _launcher.GetAsync(handle.Id, Token)).State);
        Assert.Equal(2, _airflow.Logins);
    }

    [Fact]
    public async Task Login_WrongPassword_IsDeniedWithoutShowingIt()
    {
        _airflow.Password = "changed";

        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.StartAsync(Spec(), "k", Token));

        Assert.Equal(TrainingJobErrorCodes.Denied, error.Code);
        Assert.DoesNotContain("pa55word", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_FollowsEachChangeThroughAnOutage()
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);
        JsonObject run = _airflow.Runs.Single().Value;
        List<(TrainingJobState, string)> seen = [];
        async Task<int> FollowAsync()
        {
            await foreach (TrainingJobStatus status in _launcher.WatchAsync(handle.Id, Token))
            {
                seen.Add((status.State, status.RawState));
                switch (status.RawState)
                {
                    case "queued":
                        run["state"] = "restarting"; // a state of some later release
                        break;
                    case "restarting":
                        run["state"] = "running";
                        int left = 7;
                        _airflow.Outage = _ => left-- > 0 ? FakeScheduler.Text(503, "down") : null;
                        break;
                    default:
                        run["state"] = "success";
                        break;
                }
            }

            return seen.Count;
        }

        await TrainingHost.RunClockAsync(_time, FollowAsync(), TimeSpan.FromSeconds(5));

        Assert.Equal(
            [(TrainingJobState.Pending, "queued"), (TrainingJobState.Unknown, "restarting"), (TrainingJobState.Running, "running"), (TrainingJobState.Succeeded, "success")],
            seen);
    }

    [Fact]
    public async Task Cancel_MarksTheRunAndReadsAsCancelled()
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        await _launcher.CancelAsync(handle.Id, Token);
        await _launcher.CancelAsync(handle.Id, Token); // ended already

        TrainingJobStatus status = await _launcher.GetAsync(handle.Id, Token);
        Assert.Equal((TrainingJobState.Cancelled, "failed"), (status.State, status.RawState));
        Assert.Equal(1, _airflow.Count("PATCH"));
        _airflow.Runs.Single().Value["note"] = "by hand";
        Assert.Equal(TrainingJobState.Failed, (await _launcher.GetAsync(handle.Id, Token)).State);
    }

    [Fact]
    public async Task Logs_OfTasksThatRan_AreJoined()
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal(new TrainingJobLog("--- fit ---\nepoch 1\nepoch 2\nplain\n", true), await _launcher.LogsAsync(handle.Id, Token));
    }

    [Theory]
    [InlineData("train/absent")]
    [InlineData("train")]
    [InlineData("../../auth/token")]
    [InlineData("train/..")]
    public async Task Get_UnknownOrHostileId_IsNotFound(string id)
    {
        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.GetAsync(id, Token));

        Assert.Equal(ModelOpsErrorKind.NotFound, error.Kind);
        Assert.DoesNotContain(_airflow.Requests, static r => r.StartsWith("GET /auth", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_UnknownDagOrTimeLimit_IsRefused()
    {
        TrainingJobException unknown = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.StartAsync(Spec() with { Job = "trian" }, "k", Token));
        ArgumentException limit = await Assert.ThrowsAsync<ArgumentException>(() => _launcher.StartAsync(Spec() with { TimeLimit = TimeSpan.FromHours(1) }, "k", Token));

        Assert.Equal(TrainingJobErrorCodes.NotFound, unknown.Code);
        Assert.Contains("dagrun_timeout", limit.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, ModelOpsErrorKind.FailedPrecondition)]
    [InlineData(422, ModelOpsErrorKind.InvalidArgument)]
    [InlineData(503, ModelOpsErrorKind.Unavailable)]
    [InlineData(302, ModelOpsErrorKind.FailedPrecondition)]
    public async Task Start_Refusals_HaveTheirKindAndNothingOfTheAnswer(int status, ModelOpsErrorKind kind)
    {
        _airflow.Outage = request => request.RequestUri!.AbsolutePath == "/auth/token" ? null : FakeScheduler.Text(status, "Traceback: secret");

        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.StartAsync(Spec(), "k", Token));

        Assert.Equal(kind, error.Kind);
        Assert.DoesNotContain("Traceback", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddAirflowTraining_Twice_IsOneLauncherUnderItsNameAndAlone()
    {
        ServiceCollection services = new();
        services.AddModelOps()
            .AddAirflowTraining(static o =>
            {
                o.Address = new Uri("https://airflow");
                o.Token = "t";
            })
            .AddAirflowTraining()
            .AddRayTraining(static o => o.Address = new Uri("http://ray:8265"));
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Equal("airflow", Assert.Single(provider.GetServices<ITrainingJobLauncher>()).Name);
        Assert.Same(provider.GetRequiredService<ITrainingJobLauncher>(), provider.GetRequiredKeyedService<ITrainingJobLauncher>(TrainingLauncherNames.Airflow));
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<ITrainingJobLauncher>(TrainingLauncherNames.Ray));
        Assert.Contains("ModelOps:Registry:Ray:Address is 'http://ray:8265/'. Use https", error.Message, StringComparison.Ordinal);
    }

    private static TrainingJobSpec Spec() => new() { Job = "train", Reason = "drift", Parameters = new Dictionary<string, string> { ["lr"] = "0.1" } };
}
