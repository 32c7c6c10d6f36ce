using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ModelOps.Serving.AspNetCore.Tests.Fakes;

/// <summary>A program that builds a host and runs it to its end, as <c>Program.cs</c> does, on a free port of this machine.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly Task _program;

    private RunningHost(IHost host, Task program)
    {
        Services = host.Services;
        _program = program;
        Client = new HttpClient { BaseAddress = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    public IServiceProvider Services { get; }

    public HttpClient Client { get; }

    /// <summary>Starts a program; no other host may be built meanwhile in this process.</summary>
    public static async Task<RunningHost> StartAsync(Action<string[]> program)
    {
        TaskCompletionSource<IHost> built = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable listening = DiagnosticListener.AllListeners.Subscribe(new HostListener(built));
        Task run = Task.Factory.StartNew(
            () => program(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAny(built.Task, run);
        IHost host = built.Task.IsCompleted ? await built.Task : throw new InvalidOperationException("The program ended before it built a host.", run.Exception);
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, run);
        return started.Task.IsCompleted ? new RunningHost(host, run) : throw new InvalidOperationException("The program ended before its host started.", run.Exception);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _program;
    }

    // The event by which tools of .NET get hold of the host that a program builds.
    private sealed class HostListener(TaskCompletionSource<IHost> built) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting") { value.Subscribe(this); }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilt", Value: IHost host }) { built.TrySetResult(host); }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
