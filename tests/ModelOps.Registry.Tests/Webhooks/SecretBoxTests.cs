using System.Security.Cryptography;
using ModelOps.Registry.Webhooks;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Webhooks;

public sealed class SecretBoxTests
{
    [Fact]
    public void Open_SealedByTheSameKeyForTheSameOwner_GivesTheSecret()
    {
        SecretBox box = new(RandomNumberGenerator.GetBytes(SecretBox.KeyBytes));
        byte[] one = box.Seal("s€cret", "w1");
        Assert.Equal("s€cret", box.Open(one, "w1"));
        Assert.NotEqual(one, box.Seal("s€cret", "w1")); // a nonce of its own each
    }

    [Fact]
    public void Open_OtherKeyOwnerOrBytes_GivesNothing()
    {
        SecretBox box = new(RandomNumberGenerator.GetBytes(SecretBox.KeyBytes));
        byte[] sealedSecret = box.Seal("secret", "w1");
        Assert.Null(new SecretBox(RandomNumberGenerator.GetBytes(SecretBox.KeyBytes)).Open(sealedSecret, "w1"));
        Assert.Null(box.Open(sealedSecret, "w2"));
        Assert.Null(box.Open(sealedSecret.AsSpan(0, 20), "w1"));
        for (int i = 0; i < sealedSecret.Length; i++)
        {
            byte[] changed = [.. sealedSecret];
            changed[i] ^= 1;
            Assert.Null(box.Open(changed, "w1"));
        }
    }

    [Fact]
    public void KeyFile_MadeOnceAndOnlyForItsUser()
    {
        using TemporaryFolder folder = new();
        byte[]? key = SecretKeyFile.GetOrCreate(folder.Path);
        Assert.NotNull(key);
        Assert.Equal(key, SecretKeyFile.GetOrCreate(folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, SecretKeyFile.FileName)));
        }

        File.WriteAllText(Path.Combine(folder.Path, SecretKeyFile.FileName), "not a key");
        Assert.Throws<InvalidOperationException>(() => SecretKeyFile.GetOrCreate(folder.Path));
    }
}
