using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;
using ModelOps.TestServers;

namespace ModelOps.Drift.Tests.Alerts.Sinks;

public sealed class SmtpSinkTests
{
    [Fact]
    public async Task Send_ToARealServer_IsTextAndHtml()
    {
        await using SmtpServer server = await SmtpServer.CreateAsync();

        await Sink(server).SendAsync(Notifications.Mixed(), TestContext.Current.CancellationToken);

        string mail = Assert.Single(server.Mails);
        Assert.Contains("X-MailFrom: drift@example.org", mail, StringComparison.Ordinal);
        Assert.Contains("X-RcptTo: team@example.org", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: [critical] Drift of credit version 3: income; over: age", mail, StringComparison.Ordinal);
        Assert.Contains("Content-Type: multipart/alternative", mail, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; charset=utf-8", mail, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/html; charset=utf-8", mail, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
        Assert.Matches("Message-ID: <drift-[0-9a-f]{16}@example.org>", mail);
    }

    [Fact]
    public async Task Send_HostileName_MakesNeitherHeaderNorMarkup()
    {
        await using SmtpServer server = await SmtpServer.CreateAsync();
        DriftNotification notification = Notifications.Firing("x\r\nBcc: evil@example.org\r\n\r\n<script>alert(1)</script>\r\n.\r\nMAIL FROM:<a@b> größe");

        await Sink(server).SendAsync(notification, TestContext.Current.CancellationToken);

        string mail = Assert.Single(server.Mails);
        string head = mail[..mail.IndexOf("\n\n", StringComparison.Ordinal)];
        Assert.DoesNotContain(head.Split('\n'), static line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("evil@example.org", head.Split('\n').Where(static line => line.StartsWith("X-RcptTo", StringComparison.Ordinal)).Single(), StringComparison.Ordinal);
        using MailMessage made = DriftMail.Make(notification, Options(server));
        using var html = new StreamReader(made.AlternateViews[0].ContentStream, Encoding.UTF8);
        string markup = await html.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script", markup, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", markup, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', made.Subject);
        Assert.Contains("What to do:", made.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SomeReceiversRefused_TellsTheOthersOnce()
    {
        await using SmtpServer server = await SmtpServer.CreateAsync();
        SmtpSinkOptions options = Options(server);
        options.To.Add("refused@example.org");

        await new SmtpSink(options, null, TimeProvider.System, NullLogger.Instance).SendAsync(Notifications.Firing(), TestContext.Current.CancellationToken);

        Assert.Single(server.Mails);
    }

    [Theory]
    [InlineData("refused@example.org", "550", 1)]
    [InlineData("busy@example.org", "451", 3)]
    public async Task Send_Refused_IsTriedAgainWhereThatMayHelp(string receiver, string outcome, int attempts)
    {
        await using SmtpServer server = await SmtpServer.CreateAsync();
        SmtpSinkOptions options = Options(server);
        options.To = [receiver];

        DriftSinkException error = await FailAsync(options, new Secrets());

        Assert.Equal((outcome, attempts), (error.Outcome, error.Attempts));
        Assert.DoesNotContain(receiver, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_StartTlsNotOffered_IsRefused()
    {
        await using SmtpServer server = await SmtpServer.CreateAsync();
        SmtpSinkOptions options = Options(server);
        options.Security = SmtpSecurity.StartTls;

        DriftSinkException error = await FailAsync(options, new Secrets());

        Assert.Equal("NO_STARTTLS", error.Outcome);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Send_CertificateNotTrusted_IsRefusedBeforeThePassword()
    {
        await using SmtpServer server = await SmtpServer.CreateAsync(tls: true);
        SmtpSinkOptions options = Options(server);
        (options.Security, options.User, options.PasswordSecret) = (SmtpSecurity.StartTls, "drift", "mail");

        DriftSinkException error = await FailAsync(options, new Secrets(("mail", "hunter2")));

        Assert.Equal(("TLS", 1), (error.Outcome, error.Attempts));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_CertificateTrusted_GoesThroughTls()
    {
        await using SmtpServer server = await SmtpServer.CreateAsync(tls: true);
        SmtpSinkOptions options = Options(server);
        options.Security = SmtpSecurity.StartTls;
#pragma warning disable SYSLIB0014, MA0039 // the only way to trust a test's certificate for this client
        System.Net.ServicePointManager.ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        try
        {
            await new SmtpSink(options, null, TimeProvider.System, NullLogger.Instance).SendAsync(Notifications.Firing(), TestContext.Current.CancellationToken);
        }
        finally
        {
            System.Net.ServicePointManager.ServerCertificateValidationCallback = null;
        }
#pragma warning restore SYSLIB0014, MA0039

        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task Send_NobodyThere_SaysUnreachable()
    {
        var options = new SmtpSinkOptions
        {
            Host = "127.0.0.1",
            Port = ServerProcess.FreePort(),
            Security = SmtpSecurity.None,
            From = "drift@example.org",
            To = { "team@example.org" },
            MaxAttempts = 2,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };

        DriftSinkException error = await FailAsync(options, new Secrets());

        Assert.Equal(("UNREACHABLE", 2), (error.Outcome, error.Attempts));
    }

    private static Task<DriftSinkException> FailAsync(SmtpSinkOptions options, Secrets secrets) => Assert.ThrowsAsync<DriftSinkException>(
        () => new SmtpSink(options, secrets, TimeProvider.System, NullLogger.Instance).SendAsync(Notifications.Firing(), TestContext.Current.CancellationToken).AsTask());

    private static SmtpSink Sink(SmtpServer server) => new(Options(server), null, TimeProvider.System, NullLogger.Instance);

    private static SmtpSinkOptions Options(SmtpServer server) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        Security = SmtpSecurity.None,
        From = "Drift <drift@example.org>",
        To = { "team@example.org" },
        MaxAttempts = 3,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };
}
