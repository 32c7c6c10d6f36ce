using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Jobs;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests.Jobs;

/// <summary>An app with jobs; the header <c>X-Tenant</c> names the tenant, and <c>X-Operator</c> authenticates.</summary>
internal sealed class JobApp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly TestHost _host;

    private JobApp(TestHost host, TemporaryFolder folder)
    {
        _host = host;
        _folder = folder;
    }

    public TestHost Host => _host;

    public HttpClient Client => _host.Client;

    public static async Task<JobApp> StartAsync(FakeModels? models = null, Action<JobsOptions>? configure = null)
    {
        TemporaryFolder folder = new();
        TestHost host = await TestHost.StartAsync(
            models ?? FakeModels.WithEcho(),
            configure: builder =>
            {
                builder.Services.AddModelOps().AddJobs(jobs =>
                {
                    jobs.PollInterval = TimeSpan.FromMilliseconds(10);
                    jobs.RetryDelay = TimeSpan.FromMilliseconds(1);
                    configure?.Invoke(jobs);
                });
                builder.Services.Configure<SqliteJobQueueOptions>(o => o.Path = folder.File("jobs.db"));
                builder.Services.Configure<ModelOpsEndpointOptions>(static o => o.TenantHeader = "X-Tenant");
                builder.Services.AddAuthorization().AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, OperatorHandler>("test", null);
            },
            map: static app =>
            {
                app.MapModelOpsJobs();
                app.MapModelOpsJobsAdmin();
            });
        return new JobApp(host, folder);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null) { request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")); }
        foreach ((string name, string value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }
        return await Client.SendAsync(request);
    }

    public async Task<JsonElement> UntilEndedAsync(string location, params (string Name, string Value)[] headers)
    {
        for (int i = 0; i < 2000; i++)
        {
            using HttpResponseMessage response = await SendAsync(HttpMethod.Get, location, null, headers);
            JsonElement job = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (job.TryGetProperty("finished_at", out _)) { return job; }
            await Task.Delay(5);
        }

        throw new InvalidOperationException("The job never ended.");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
