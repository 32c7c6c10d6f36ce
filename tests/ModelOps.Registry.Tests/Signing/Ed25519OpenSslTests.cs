using System.Diagnostics;
using ModelOps.Registry.Signing;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Signing;

/// <summary>OpenSSL reads our keys and believes our signatures, and we its own.</summary>
public sealed class Ed25519OpenSslTests : IDisposable
{
    private static readonly byte[] Data = "what is signed"u8.ToArray();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("-aes-256-cbc")]
    [InlineData("-aes-128-cbc")]
    public async Task KeyOfOpenSsl_IsRead_AndItsSignaturesAreTheSame(string? cipher)
    {
        await RunAsync(["genpkey", "-algorithm", "ed25519", "-out", _folder.File("key.pem"), .. cipher is null ? Array.Empty<string>() : [cipher, "-pass", "pass:secret"]]);
        string[] password = cipher is null ? [] : ["-passin", "pass:secret"];
        await RunAsync(["pkey", "-in", _folder.File("key.pem"), "-pubout", "-out", _folder.File("public.pem"), .. password]);
        _folder.Write("data", Data);
        await RunAsync(["pkeyutl", "-sign", "-rawin", "-inkey", _folder.File("key.pem"), "-in", _folder.File("data"), "-out", _folder.File("signature"), .. password]);

        using Ed25519SignatureProvider signer = Ed25519SignatureProvider.FromPem(await ReadAsync("key.pem"), cipher is null ? null : "secret");
        byte[] signature = await File.ReadAllBytesAsync(_folder.File("signature"), Token);

        Assert.Equal(await ReadAsync("public.pem"), await signer.GetPublicKeyAsync(Token));
        Assert.Equal(signature, await signer.SignDataAsync(Data, Token));
        Assert.True(TrustedKey.FromPem("openssl", await ReadAsync("public.pem")).Verifies(Data, signature));
    }

    [Fact]
    public async Task OurKeyAndSignature_AreTakenByOpenSsl()
    {
        using Ed25519SignatureProvider signer = Ed25519SignatureProvider.Create();
        await File.WriteAllTextAsync(_folder.File("key.pem"), signer.ExportEncryptedPem("secret"), Token);
        await File.WriteAllTextAsync(_folder.File("public.pem"), await signer.GetPublicKeyAsync(Token), Token);
        _folder.Write("data", Data);
        _folder.Write("signature", await signer.SignDataAsync(Data, Token));

        await RunAsync(["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", _folder.File("public.pem"), "-in", _folder.File("data"), "-sigfile", _folder.File("signature")]);
        await RunAsync(["pkey", "-in", _folder.File("key.pem"), "-passin", "pass:secret", "-pubout", "-out", _folder.File("again.pem")]);
        Assert.Equal(await signer.GetPublicKeyAsync(Token), await ReadAsync("again.pem"));
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_folder.File(name), Token);

    private static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(ServerProcess.Require("openssl", "openssl"), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Token);
        string errors = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, $"openssl {arguments[0]}: {await output}{errors}");
    }
}
